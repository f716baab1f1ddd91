import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { openIncidents } from '../incident-facts'
import type { Bench, Judge, Judged } from './judged'

/** Ending an incident stands on its signals and on its recovery (semantics 7, 8). */
export const judgeIncident: Judge<DecisionInputs['incident']> = async (bench) => {
  const judged = await incidentItems(bench, bench.input.incident)
  if (bench.input.ending !== 'continue' || bench.input.evidence.length > 0) return judged
  return { ...judged, needs: [...judged.needs, 'Continuing needs evidence that the recovery condition holds.'] }
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
  const { rows } = await db.query<{
    id: number
    criterion: string
    statement: string
    evidence: { uri: string }[]
    at: Date
  }>('SELECT id, criterion, statement, evidence, at FROM incident_signal WHERE incident_id = $1 ORDER BY id', [id])
  const recovery = state.revision.compiled.program.rollbackTriggers
    .filter(({ id: trigger }) => triggersOf(state, incident.criteria).includes(trigger))
    .map((trigger) => ({ trigger: trigger.trigger, action: trigger.action, recovery: trigger.recovery }))
  return {
    items: {
      [`Incident ${id}`]: 'open',
      'Criteria fired': incident.criteria.join(', ') || 'none',
      'Signals seen': rows.map((row) => row.id).join(', ') || 'none',
    },
    needs: [],
    sections: {
      incident: {
        id,
        kind: incident.kind,
        statement: incident.statement,
        criteria: [...incident.criteria],
        openedAt: new Date(incident.openedAt).toISOString(),
        signals: rows.map(({ criterion, statement, evidence, at }) => ({
          criterion,
          statement,
          evidence: evidence.map(({ uri }) => uri),
          at: at.toISOString(),
        })),
        recovery,
      },
    },
  }
}

/** The rollback triggers whose recovery applies: those that the criteria name, or are. */
function triggersOf(state: Bench<unknown>['state'], criteria: readonly string[]): string[] {
  const { killCriteria } = state.revision.compiled.program
  return criteria.map((criterion) => killCriteria.find(({ id }) => id === criterion)?.trigger ?? criterion)
}
