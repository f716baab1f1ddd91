import type { Instant } from '@/lib/domain/instant'
import type { Queryable } from './query'

/** The roles that each of some people holds, or stands in for at `now`, in a program. */
export async function votingRoles(
  db: Queryable,
  program: number,
  people: readonly string[],
  now: Instant,
): Promise<Map<string, ReadonlySet<string>>> {
  const { rows } = await db.query<{ person: string; roles: string[] }>({
    name: 'voting_roles',
    text: `SELECT person, array_agg(role) AS roles FROM (
             SELECT user_id AS person, role FROM role_assignment
             WHERE program_id = $1 AND user_id = ANY($2) AND ended_at IS NULL
             UNION
             SELECT deputy_id, role FROM deputy
             WHERE program_id = $1 AND deputy_id = ANY($2) AND ended_at IS NULL AND starts_at <= $3 AND ends_at > $3
           ) AS held GROUP BY person`,
    values: [program, people, new Date(now)],
  })
  const found = new Map(rows.map(({ person, roles }) => [person, new Set(roles)]))
  return new Map(people.map((person) => [person, found.get(person) ?? new Set<string>()]))
}
