import type { ProgramState } from '@/lib/db/program-state'
import type { RiskFact } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import { statementWords } from '@/lib/domain/incident/statement'
import { criteriaOf, reviewedMetrics } from '@/lib/domain/signal/shared'

/** An incident or a review that concerns a risk. */
export interface RiskIncidentDto {
  id: number
  kind: 'kill' | 'rollback' | 'review'
  statement: string
  openedAt: string
  /** How it ended and when; null while it is open. */
  ended: { at: string; outcome: string | null } | null
}

/** What incidents have to do with a risk. */
export interface RiskIncidentsDto {
  /** The kill criteria and rollback triggers that watch what its signals watch, in the program's words. */
  criteria: { id: string; text: string }[]
  /** Of those, of a metric that its signals watch, or seen in a run that triggered the risk: the open ones first, then the newest. */
  incidents: RiskIncidentDto[]
}

interface Row {
  id: number
  kind: RiskIncidentDto['kind']
  statement: string
  opened_by: string
  opened_at: Date
  ended_at: Date | null
  outcome: string | null
}

export async function riskIncidents(
  { database }: Context,
  state: ProgramState,
  fact: RiskFact,
): Promise<RiskIncidentsDto> {
  const { killCriteria, rollbackTriggers, scoreboard } = state.revision.compiled.program
  const signals = fact.signals.flatMap(({ bind }) => bind ?? [])
  const triggers = rollbackTriggers.map(({ id, signals: own = [] }) => ({ id, signals: own }))
  const concerned = criteriaOf(signals, [...killCriteria, ...triggers])
  const reviewed = reviewedMetrics(signals, scoreboard.metrics)
  const { rows } = await database.pool.query<Row>(
    `SELECT i.id, i.kind::text AS kind, i.statement, i.opened_by, i.opened_at, i.ended_at, i.outcome FROM incident i
     WHERE i.program_id = $1 AND (
       EXISTS (SELECT 1 FROM incident_criterion c WHERE c.incident_id = i.id AND c.criterion = ANY($2))
       OR EXISTS (SELECT 1 FROM incident_signal s JOIN risk_trigger t ON t.run_id = s.run_id
                  WHERE s.incident_id = i.id AND t.risk_id = $3))
     ORDER BY i.ended_at IS NOT NULL, i.opened_at DESC, i.id DESC`,
    [state.id, [...concerned, ...reviewed], fact.id],
  )
  return {
    criteria: [
      ...killCriteria.map(({ id, text }) => ({ id, text })),
      ...rollbackTriggers.map(({ id, trigger }) => ({ id, text: trigger })),
    ].filter(({ id }) => concerned.includes(id)),
    incidents: rows.map(({ id, kind, statement, opened_by, opened_at, ended_at, outcome }) => ({
      id,
      kind,
      statement: statementWords(statement, opened_by),
      openedAt: opened_at.toISOString(),
      ended: ended_at === null ? null : { at: ended_at.toISOString(), outcome },
    })),
  }
}
