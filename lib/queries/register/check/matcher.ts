import type pg from 'pg'
import type { RegisterType } from '@/lib/register/entry'

/**
 * How rows of the database and entries of one type must agree: each row has one entry that says exactly this, and each
 * entry one row. An area that adds a type adds its matcher in a file beside this one and names it in `all.ts`.
 */
export interface Matcher {
  type: RegisterType
  /** What the rows are, for people: "roles given". */
  rows: string
  /**
   * SQL of the rows: `name` (text, for people), `program_id`, `actor`, `at`, and `said` (jsonb): the whole payload.
   * Where the entry's program or actor cannot be known from the row, leave it out of `compare`; the column may be null.
   */
  sql: string
  compare?: readonly ('program_id' | 'actor')[]
}

/** One disagreement, named. */
export interface Finding {
  what: string
  message: string
}

/** How many of a kind are named; the rest is counted. */
const NAMED = 5

/** What does not agree, the first few by name. Postgres does the comparing, so memory stays bounded. */
export async function disagreements(client: pg.PoolClient, matcher: Matcher): Promise<Finding[]> {
  const columns = ['at', 'said', ...(matcher.compare ?? ['program_id', 'actor'])]
  const keys = columns.map((column) => (column === 'program_id' ? 'coalesce(program_id, 0)' : column)).join(', ')
  const named = columns.map((_, index) => `k${index}`).join(', ')
  const { rows } = await client.query<{ entry: string | null; row: string | null; more: number }>(
    `WITH row_side AS (${matcher.sql}),
     entry_side AS (SELECT id, program_id, actor, at, convert_from(payload, 'UTF8')::jsonb AS said FROM register_entry WHERE type = $1),
     r (${named}, n, name) AS (SELECT ${keys}, count(*), min(name) FROM row_side GROUP BY ${numbers(columns.length)}),
     e (${named}, n, id) AS (SELECT ${keys}, count(*), min(id) FROM entry_side GROUP BY ${numbers(columns.length)})
     SELECT e.id AS entry, r.name AS row, count(*) OVER ()::int AS more
     FROM e FULL JOIN r USING (${named})
     WHERE coalesce(e.n, 0) <> coalesce(r.n, 0)
     ORDER BY e.id, r.name LIMIT ${NAMED}`,
    [matcher.type],
  )
  const findings = rows.map(({ entry, row }) => ({ what: matcher.type, message: words(matcher, entry, row) }))
  const beyond = (rows[0]?.more ?? 0) - rows.length
  return beyond > 0 ? [...findings, { what: matcher.type, message: `and ${beyond} more of ${matcher.type}` }] : findings
}

const numbers = (count: number): string => Array.from({ length: count }, (_, index) => index + 1).join(', ')

function words({ type, rows }: Matcher, entry: string | null, row: string | null): string {
  if (row === null) return `Entry ${entry} (${type}) has no row that says the same among ${rows}.`
  if (entry === null) return `${row} has no entry of type ${type} that says the same.`
  return `${row} and entry ${entry} (${type}) do not occur equally often.`
}

/** An instant as payloads write it. */
export const isoSql = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
