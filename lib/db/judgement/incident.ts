import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { endingObjection, evidenceNeeded } from '@/lib/domain/incident/ending'
import { openIncidents } from '../incident-facts'
import type { Bench, Judge, Judged } from './judged'

/** Ending an incident stands on its signals and on its recovery (semantics 7, 8). */
export const judgeIncident: Judge<DecisionInputs['incident']> = async (bench) => {
  const { incident: id, ending, evidence } = bench.input
  const judged = await incidentItems(bench, id)
  const incident = (await openIncidents(bench.db, bench.state.id)).find((one) => one.id === id)
  if (incident === undefined) return judged
  const against = endingObjection(incident, ending)
  const unproven = ending === 'continue' && evidence.length === 0
  const needs = [...(against === null ? [] : [against]), ...(unproven ? [evidenceNeeded(incident.kind)] : [])]
  return { ...judged, needs: [...judged.needs, ...needs] }
}

/** An override stands on the incident that it overrides. */
export const judgeOverride: Judge<DecisionInputs['kill_override']> = async (bench) => {
  const judged = await incidentItems(bench, bench.input.incident)
  const incident = (await openIncidents(bench.db, bench.state.id)).find(({ id }) => id === bench.input.incident)
  if (incident === undefined || incident.kind === 'kill') return judged
  return { ...judged, needs: [...judged.needs, 'Only a kill criterion can be overridden.'] }
}

async function incidentItems({ db, state }: Pick<Bench<unknown>, 'db' | 'state'>, id: number): Promise<Judged> {
  const incident = (await openIncidents(db, state.id)).find((one) => one.id === id)
  if (incident === undefined) {
    return { items: { [`Incident ${id}`]: 'not open' }, needs: [`Incident ${id} is not open.`], sections: {} }
  }
  const { rows } = await db.query<SignalRow>(
    `SELECT s.id, s.criterion, s.statement, s.evidence, s.at, s.key, s.run_id AS run, r.external_id AS run_name,
       coalesce((SELECT bool_or(t.failing) FROM signal_state t WHERE t.program_id = $2 AND t.key = s.key
         AND t.watcher IN ('kill:' || s.criterion, 'rollback:' || s.criterion)), false) AS failing
     FROM incident_signal s LEFT JOIN run r ON r.id = s.run_id WHERE s.incident_id = $1 ORDER BY s.id`,
    [id, state.id],
  )
  const failing = [...new Set(rows.filter((row) => row.failing).map(({ key }) => key ?? ''))].sort()
  const recovery = state.revision.compiled.program.rollbackTriggers
    .filter(({ id: trigger }) => triggersOf(state, incident.criteria).includes(trigger))
    .map((trigger) => ({ trigger: trigger.trigger, action: trigger.action, recovery: trigger.recovery }))
  return {
    items: {
      [`Incident ${id}`]: 'open',
      [incident.kind === 'review' ? 'Metrics' : 'Criteria fired']: incident.criteria.join(', ') || 'none',
      'Signals seen': firstOf(rows).join(', ') || 'none',
      ...(incident.fired && incident.kind !== 'review' ? { 'Fails still': failing.join(', ') || 'nothing' } : {}),
    },
    needs: [],
    sections: {
      incident: {
        id,
        kind: incident.kind,
        statement: incident.statement,
        criteria: [...incident.criteria],
        openedAt: new Date(incident.openedAt).toISOString(),
        signals: rows.map(({ criterion, statement, evidence, at, run_name }) => ({
          criterion,
          statement,
          ...(run_name === null ? {} : { run: run_name }),
          evidence: evidence.map(({ uri }) => uri),
          at: at.toISOString(),
        })),
        recovery,
      },
    },
  }
}

interface SignalRow {
  id: number
  criterion: string
  statement: string
  evidence: { uri: string }[]
  at: Date
  key: string | null
  run: number | null
  run_name: string | null
  failing: boolean
}

/** Each signal by the first time it was seen: that it fails again in a further run changes no judgement. */
const firstOf = (rows: readonly SignalRow[]): number[] =>
  [
    ...new Map(
      [...rows].reverse().map((row) => [row.key === null ? `${row.id}` : `${row.criterion}|${row.key}`, row.id]),
    ).values(),
  ].sort((a, b) => a - b)

/** The rollback triggers whose recovery applies: those that the criteria name, or are. */
function triggersOf(state: Bench<unknown>['state'], criteria: readonly string[]): string[] {
  const { killCriteria } = state.revision.compiled.program
  return criteria.map((criterion) => killCriteria.find(({ id }) => id === criterion)?.trigger ?? criterion)
}
