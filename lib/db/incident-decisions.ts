import type { Instant } from '@/lib/domain/instant'
import type { Queryable } from './query'

/** Open decisions that would end an incident or override it: the newest one's number by the incident. */
export async function decisionsOnIncidents(db: Queryable, program: number, now: Instant): Promise<Map<number, number>> {
  const { rows } = await db.query<{ incident: number; number: number }>({
    name: 'decisions_on_incidents',
    text: `SELECT subject::int AS incident, number FROM decision
           WHERE program_id = $1 AND kind IN ('incident', 'kill_override') AND state IN ('proposed', 'sealed', 'stale')
             AND (expires_at IS NULL OR expires_at > $2) ORDER BY number`,
    values: [program, new Date(now)],
  })
  return new Map(rows.map(({ incident, number }) => [incident, number]))
}
