import type pg from 'pg'
import type { Context } from '@/lib/db/transact'
import { matchers } from './all'
import { checkBallots } from './ballots'
import { checkContents } from './contents'
import { checkContradictions } from './contradictions'
import { disagreements, type Finding } from './matcher'
import { checkTree } from './tree'

export interface RegisterCheck {
  findings: Finding[]
  leaves: number
  /** Entries that wait for their leaf: written in the last moments, or the sealer stands still. */
  waiting: number
  checkpoints: number
  /** Types that no matcher holds against rows, with how many entries they have. */
  unmatched: { type: string; entries: number }[]
}

/**
 * Holds the whole register against itself, its checkpoints and the rows of the database, both ways (semantics 12), on
 * one snapshot. Names the first wrong things of each kind; memory does not grow with the register.
 */
export async function checkRegister({ database }: Context): Promise<RegisterCheck> {
  const client = await database.pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query('SET LOCAL statement_timeout = 0')
    return await checkOn(client)
  } finally {
    await client.query('ROLLBACK').catch(() => {})
    client.release()
  }
}

async function checkOn(client: pg.PoolClient): Promise<RegisterCheck> {
  const tree = await checkTree(client)
  const findings = [
    ...tree.findings,
    ...(await checkContents(client)),
    ...(await checkBallots(client)),
    ...(await checkContradictions(client)),
  ]
  // An entry that is not even JSON would fail every comparison with rows; it is named already.
  if (tree.findings.length === 0)
    for (const matcher of matchers) findings.push(...(await disagreements(client, matcher)))
  const { rows } = await client.query<{ type: string; entries: number }>(
    'SELECT type, count(*)::int AS entries FROM register_entry WHERE type <> ALL($1) GROUP BY 1 ORDER BY 1',
    [matchers.map(({ type }) => type)],
  )
  return { ...tree, findings, unmatched: rows }
}
