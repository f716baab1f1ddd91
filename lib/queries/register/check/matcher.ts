import type pg from 'pg'
import type { Json } from '@/lib/register/canonical'
import { digestOf } from '@/lib/register/digest'
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
  /**
   * Keys of the payload that hold the digest of a JSON value's canonical form. The SQL leaves them out of `said` and has
   * a column `digested` (jsonb) with the values under the same keys; a null value stands for a null digest.
   */
  digests?: readonly string[]
  /** Keys of the payload that no row keeps: digests of words that were given and not stored. */
  unkept?: readonly string[]
}

/** One disagreement, named. */
export interface Finding {
  what: string
  message: string
}

/** How many of a kind are named; the rest is counted. */
const NAMED = 5

/** What does not agree, the first few by name. Memory stays bounded: Postgres compares, and digests come in batches. */
export async function disagreements(client: pg.PoolClient, matcher: Matcher): Promise<Finding[]> {
  return [...(await unmatched(client, matcher)), ...(await digestFaults(client, matcher))]
}

const columnsOf = ({ compare = ['program_id', 'actor'] }: Matcher): string[] => ['at', 'said', ...compare]

/** The two sides: `row_side` as the matcher has it, `entry_side` with the digests set apart. $1 type, $2 those keys. */
const sides = ({ sql }: Matcher): string => `WITH row_side AS (${sql}),
     entry_side AS (SELECT id, program_id, actor, at, payload - $2::text[] AS said, payload
       FROM (SELECT id, program_id, actor, at, convert_from(payload, 'UTF8')::jsonb AS payload
             FROM register_entry WHERE type = $1) read)`

const parameters = ({ type, digests = [], unkept = [] }: Matcher): unknown[] => [type, [...digests, ...unkept]]

async function unmatched(client: pg.PoolClient, matcher: Matcher): Promise<Finding[]> {
  const columns = columnsOf(matcher)
  const keys = columns.map((column) => (column === 'program_id' ? 'coalesce(program_id, 0)' : column)).join(', ')
  const named = columns.map((_, index) => `k${index}`).join(', ')
  const { rows } = await client.query<{ entry: string | null; row: string | null; more: number }>(
    `${sides(matcher)},
     r (${named}, n, name) AS (SELECT ${keys}, count(*), min(name) FROM row_side GROUP BY ${numbers(columns.length)}),
     e (${named}, n, id) AS (SELECT ${keys}, count(*), min(id) FROM entry_side GROUP BY ${numbers(columns.length)})
     SELECT e.id AS entry, r.name AS row, count(*) OVER ()::int AS more
     FROM e FULL JOIN r USING (${named})
     WHERE coalesce(e.n, 0) <> coalesce(r.n, 0)
     ORDER BY e.id, r.name LIMIT ${NAMED}`,
    parameters(matcher),
  )
  const findings = rows.map(({ entry, row }) => ({ what: matcher.type, message: words(matcher, entry, row) }))
  const beyond = (rows[0]?.more ?? 0) - rows.length
  return beyond > 0 ? [...findings, { what: matcher.type, message: `and ${beyond} more of ${matcher.type}` }] : findings
}

interface DigestRow {
  id: string
  name: string
  digested: Record<string, Json>
  payload: Record<string, Json>
}

/** Rows whose JSON is not what their entry digests. Those without an entry are named already. */
async function digestFaults(client: pg.PoolClient, matcher: Matcher): Promise<Finding[]> {
  const { type, digests = [] } = matcher
  if (digests.length === 0) return []
  const same = columnsOf(matcher).map((column) => `e.${column} IS NOT DISTINCT FROM r.${column}`)
  await client.query(
    `DECLARE digested NO SCROLL CURSOR FOR ${sides(matcher)}
     SELECT e.id, r.name, r.digested, e.payload FROM entry_side e JOIN row_side r
       ON e.said = r.said AND ${same.join(' AND ')}`,
    parameters(matcher),
  )
  const findings: Finding[] = []
  for (;;) {
    const { rows } = await client.query<DigestRow>('FETCH 200 FROM digested')
    for (const { id, name, digested, payload } of rows) {
      const wrong = digests.find(
        (key) => payload[key] !== (digested[key] === null ? null : digestOf(digested[key] ?? '')),
      )
      if (wrong === undefined || findings.length >= NAMED) continue
      findings.push({ what: type, message: `${name} is not what entry ${id} (${type}) says: its ${wrong} differs.` })
    }
    if (rows.length === 0 || findings.length >= NAMED) break
  }
  await client.query('CLOSE digested')
  return findings
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

/** A digest as payloads write it, and that of a text's UTF-8 form. */
export const hex = (column: string): string => `encode(${column}, 'hex')`
export const textDigest = (column: string): string => `encode(sha256(convert_to(${column}, 'UTF8')), 'hex')`

/** Who cast the vote that decided: the actor of what the decision did. */
export const decidedBy = (decision: string): string =>
  `(SELECT v.by FROM decision_event v WHERE v.decision_id = ${decision} AND v.type = 'decided')`
