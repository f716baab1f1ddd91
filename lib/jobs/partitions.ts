import type { Context } from '@/lib/db/transact'

const MONTHS_AHEAD = 3

/** Makes the sample partitions of this month and the next ones; answers with 0, since nothing of note happened. */
export async function keepPartitions({ database, clock }: Context): Promise<number> {
  const now = new Date(await clock(database.pool))
  for (let month = 0; month <= MONTHS_AHEAD; month += 1) {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, 1))
    await database.pool.query('SELECT add_sample_partition($1::date)', [first.toISOString().slice(0, 10)])
  }
  return 0
}
