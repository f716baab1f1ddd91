import type { IncidentFact } from '@/lib/domain/gate/facts'
import { statementWords } from '@/lib/domain/incident/statement'
import type { Instant } from '@/lib/domain/instant'
import type { Queryable } from './query'

interface Row {
  id: number
  kind: IncidentFact['kind']
  criteria: string[]
  fired: boolean
  statement: string
  opened_by: string
  opened_at: Instant
  due_at: Instant | null
}

/** The open incidents and reviews of a program, oldest first: what stops its phase or blocks its promotion. */
export async function openIncidents(db: Queryable, program: number): Promise<IncidentFact[]> {
  const { rows } = await db.query<Row>({
    name: 'open_incidents',
    text: `SELECT i.id, i.kind::text AS kind, i.statement, i.opened_by, (extract(epoch FROM i.opened_at) * 1000)::float8 AS opened_at,
             (extract(epoch FROM i.due_at) * 1000)::float8 AS due_at,
             EXISTS (SELECT 1 FROM incident_signal s WHERE s.incident_id = i.id AND s.run_id IS NOT NULL) AS fired,
             ARRAY(SELECT c.criterion FROM incident_criterion c WHERE c.incident_id = i.id ORDER BY 1) AS criteria
           FROM incident i WHERE i.program_id = $1 AND i.ended_at IS NULL ORDER BY i.opened_at, i.id`,
    values: [program],
  })
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    criteria: row.criteria,
    fired: row.fired,
    statement: statementWords(row.statement, row.opened_by),
    openedAt: row.opened_at,
    dueAt: row.due_at,
  }))
}

/** Number of the newest incident that was ever opened, 0 before the first; and post-mortems that are still owed. */
export async function incidentHistory(
  db: Queryable,
  program: number,
): Promise<{ last: number; postMortems: { incident: number; dueAt: Instant }[] }> {
  const { rows } = await db.query<{ last: number; owed: { incident: number; dueAt: number }[] | null }>({
    name: 'incident_history',
    text: `SELECT coalesce((SELECT max(id) FROM incident WHERE program_id = $1), 0)::int AS last,
             (SELECT json_agg(json_build_object('incident', i.id, 'dueAt', extract(epoch FROM i.post_mortem_due_at) * 1000) ORDER BY i.id)
              FROM incident i LEFT JOIN post_mortem m ON m.incident_id = i.id
              WHERE i.program_id = $1 AND i.post_mortem_due_at IS NOT NULL AND m.incident_id IS NULL) AS owed`,
    values: [program],
  })
  return { last: rows[0]?.last ?? 0, postMortems: rows[0]?.owed ?? [] }
}
