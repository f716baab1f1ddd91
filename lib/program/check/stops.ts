import type { Path } from '../fault'
import { type Checker, type Definition, present } from './checker'
import type { Names } from './names'
import { checkSignals } from './signals'

/** Kill criteria and rollback triggers: each can be started by something. */
export function checkStops(checker: Checker, program: Definition, names: Names): void {
  const { killCriteria, rollbackTriggers } = program
  checker.declare(['killCriteria'], 'kill criterion', killCriteria)
  checkNamespace(checker, program, names)
  let known = true
  for (const [k, criterion] of present(killCriteria)) {
    const at = ['killCriteria', k]
    known = checker.known([...at, 'trigger'], criterion.trigger, names.triggers) && known
    checkSignals(checker, [...at, 'signals'], criterion.signals, program, names)
  }
  const started = new Set(present(killCriteria).map(([, criterion]) => criterion.trigger))
  for (const [t, trigger] of present(rollbackTriggers)) {
    const at = ['rollbackTriggers', t]
    checkSignals(checker, [...at, 'signals'], trigger.signals, program, names)
    // A criterion with an unknown trigger may mean this one.
    if (!known || trigger.signals !== undefined || trigger.id === undefined || started.has(trigger.id)) continue
    const message = `${trigger.id} has no signals and no kill criterion names it, so nothing could ever start it`
    checker.reportLack(at, 'never', message, [['killCriteria'], [...at, 'signals']])
  }
}

/**
 * An incident names what it is about by one id: a kill criterion, a rollback trigger, or in a review a metric. So those
 * ids differ from each other.
 */
function checkNamespace(checker: Checker, { killCriteria, rollbackTriggers }: Definition, { metrics }: Names): void {
  const kills = new Set(present(killCriteria).map(([, { id }]) => id))
  const report = (path: Path, id: string, taken: string): void =>
    checker.report([...path, 'id'], 'duplicate', `${id} is the id of a ${taken} too; an incident could mean either`)
  for (const [k, { id }] of present(killCriteria)) {
    if (id !== undefined && metrics.ids.has(id)) report(['killCriteria', k], id, 'metric')
  }
  for (const [t, { id }] of present(rollbackTriggers)) {
    if (id === undefined) continue
    if (metrics.ids.has(id)) report(['rollbackTriggers', t], id, 'metric')
    else if (kills.has(id)) report(['rollbackTriggers', t], id, 'kill criterion')
  }
}
