import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { endingObjection, evidenceNeeded } from '@/lib/domain/incident/ending'
import { endingRule } from '../electors'
import type { IncidentFact } from '@/lib/domain/gate/facts'
import type { Judgement } from '@/lib/domain/decision/judgement'
import type { Instant } from '@/lib/domain/instant'
import { isOutOfBand } from '@/lib/domain/metric/verdict'
import { Board } from '../board'
import { boardFacts } from '../board-facts'
import { openIncidents } from '../incident-facts'
import type { ProgramState } from '../program-state'
import type { Queryable } from '../query'
import { packetSignal, seenSignals, type SeenSignal } from './incident-signals'
import type { Bench, Judge, Judged } from './judged'

/** Ending an incident stands on its signals and on its recovery (semantics 7, 8). */
export const judgeIncident: Judge<DecisionInputs['incident']> = async (bench) => {
  const { incident: id, ending, evidence } = bench.input
  const judged = await incidentItems(bench, id)
  const incident = (await openIncidents(bench.db, bench.state.id)).find((one) => one.id === id)
  if (incident === undefined) return judged
  const against = endingObjection(incident, ending, endingRule(bench.state))
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

async function incidentItems({ db, state, now }: Omit<Bench<unknown>, 'input'>, id: number): Promise<Judged> {
  const incident = (await openIncidents(db, state.id)).find((one) => one.id === id)
  if (incident === undefined) {
    return { items: { [`Incident ${id}`]: 'not open' }, needs: [`Incident ${id} is not open.`], sections: {} }
  }
  const signals = await seenSignals(db, state, id)
  const recovery = state.revision.compiled.program.rollbackTriggers
    .filter(({ id: trigger }) => triggersOf(state, incident.criteria).includes(trigger))
    .map((trigger) => ({ trigger: trigger.trigger, action: trigger.action, recovery: trigger.recovery }))
  return {
    items: {
      [`Incident ${id}`]: 'open',
      'Signals seen': signals.map((one) => one.id).join(', ') || 'none',
      ...(incident.kind === 'review'
        ? await metricItems(db, state, now, incident.criteria)
        : criteriaItems(incident, signals)),
    },
    needs: [],
    sections: {
      incident: {
        id,
        kind: incident.kind,
        statement: incident.statement,
        criteria: [...incident.criteria],
        openedAt: new Date(incident.openedAt).toISOString(),
        signals: signals.map(packetSignal),
        recovery,
      },
    },
  }
}

/** Which criteria fired, and which of what runs failed fails still. */
function criteriaItems({ criteria, fired }: IncidentFact, signals: readonly SeenSignal[]): Judgement {
  const failing = [...new Set(signals.filter((one) => one.failing).map(({ key }) => key ?? ''))].sort()
  return {
    'Criteria fired': criteria.join(', ') || 'none',
    ...(fired ? { 'Fails still': failing.join(', ') || 'nothing' } : {}),
  }
}

/** How the metrics of a review stand on the scoreboard now, by their series out of band. */
async function metricItems(
  db: Queryable,
  state: ProgramState,
  now: Instant,
  ids: readonly string[],
): Promise<Judgement> {
  const metrics = new Board(await boardFacts(db, state, now), state).metricsAt(now) ?? []
  return Object.fromEntries(
    ids.map((id) => {
      const metric = metrics.find(({ spec }) => spec.id === id)
      const out = (metric?.series ?? []).filter(({ verdict }) => isOutOfBand(verdict))
      const named = out.map(
        ({ verdict, spec }) => `${verdict} in ${spec.measure} ${spec.profile} on ${spec.environment}`,
      )
      return [id, metric === undefined ? 'not on the scoreboard' : named.join(', ') || metric.verdict]
    }),
  )
}

/** The rollback triggers whose recovery applies: those that the criteria name, or are. */
function triggersOf(state: Bench<unknown>['state'], criteria: readonly string[]): string[] {
  const { killCriteria } = state.revision.compiled.program
  return criteria.map((criterion) => killCriteria.find(({ id }) => id === criterion)?.trigger ?? criterion)
}
