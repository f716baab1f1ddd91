import { expect, vi } from 'vitest'
import type { TestDatabase } from './database'
import { stateOf } from './gates'

/** How many transactions wait for the program's lock. */
async function waiting({ context }: TestDatabase): Promise<number> {
  const { rows } = await context.database.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`,
  )
  return rows[0]?.n ?? 0
}

/** Lets acts queue for the program's lock in this order, and then go at once. */
export async function queued(
  test: TestDatabase,
  acts: readonly (() => Promise<unknown>)[],
): Promise<PromiseSettledResult<unknown>[]> {
  const { id } = await stateOf(test)
  const holder = await test.context.database.pool.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT pg_advisory_xact_lock($1, $2)', [0x5b0c, id])
  const begun: Promise<unknown>[] = []
  for (const act of acts) {
    begun.push(act())
    await vi.waitFor(async () => expect(await waiting(test)).toBe(begun.length), { timeout: 4_000, interval: 10 })
  }
  await holder.query('COMMIT')
  holder.release()
  return Promise.allSettled(begun)
}
