import type { Transaction } from '@/lib/db/transact'
import { isSource } from '@/lib/domain/signal/sources'
import type { Program } from '@/lib/program/schema/program'
import { watchesOf } from '@/lib/program/watches'

/**
 * What a definition that comes into force no longer watches could never pass again: it fails no longer, and is watched
 * anew if it returns. The caller holds the exclusive lock.
 */
export async function forgetUnwatched(
  { client, now }: Transaction,
  program: { id: number; definition: Program },
): Promise<void> {
  const watched = watchesOf(program.definition)
  const { rows } = await client.query<{ watcher: string; signal: string; key: string }>(
    `SELECT watcher, signal, key FROM signal_state
     WHERE program_id = $1 AND (failing OR streak > 0)`,
    [program.id],
  )
  const gone = rows.filter(
    (row) =>
      !watched.some(
        (one) => one.watcher === row.watcher && one.signal === row.signal && isSource(one.sources, row.key),
      ),
  )
  for (const { watcher, signal, key } of gone) {
    await client.query(
      `UPDATE signal_state SET failing = false, streak = 0, since = $5
       WHERE program_id = $1 AND watcher = $2 AND signal = $3 AND key = $4`,
      [program.id, watcher, signal, key, new Date(now)],
    )
  }
}
