import type pg from 'pg'

/** First key of the lock under which gated runs of a program are judged one after the other. */
const JUDGING_LOCK = 0x5b0d

/**
 * Makes gated uploads of a program wait for each other from here to their commit: each must see the streaks, run
 * order and windows that the one before it left.
 */
export async function judgingLock(client: pg.PoolClient, { id }: { id: number }): Promise<void> {
  await client.query({ name: 'judging', text: 'SELECT pg_advisory_xact_lock($1, $2)', values: [JUDGING_LOCK, id] })
}
