import { system } from '@/lib/auth/actor'
import { Board } from '@/lib/db/board'
import { boardFacts } from '@/lib/db/board-facts'
import { judgingLock } from '@/lib/db/judging-lock'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { Queryable } from '@/lib/db/query'
import { openStreaks, type StoredStreak } from '@/lib/db/streaks'
import { asOf, type Context, transact } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { type Call, calls } from '@/lib/domain/scoreboard/escalation'
import { eachAlone } from '../each-alone'
import { escalate } from './escalate'

/**
 * Escalates what no upload brought about (semantics 5): values that grew too old, waivers that ended, a phase that was
 * entered, a revision that came into force. Answers with how many metrics were dealt with.
 */
export async function keepEscalations(context: Context): Promise<number> {
  const { rows } = await context.database.pool.query<{ slug: string }>(
    'SELECT slug FROM program WHERE phase IS NOT NULL ORDER BY id',
  )
  return eachAlone(rows, ({ slug }) => keepEscalationsOf(context, slug))
}

async function keepEscalationsOf(context: Context, slug: string): Promise<number> {
  const { database, clock } = context
  const seen = await programState(database, database.pool, slug)
  if (seen === null) return 0
  // A look without locks, since mostly nothing is due.
  const { due } = await dueCalls(database.pool, seen, await clock(database.pool))
  if (due.length === 0) return 0
  return transact(context, { actor: system, program: seen, lock: 'shared' }, async (begun) => {
    const { client } = begun
    await judgingLock(client, seen)
    const now = await begun.clock(client)
    const state = await programState(database, client, slug)
    if (state === null) return { result: 0, unchanged: true }
    const { due: still, streaks } = await dueCalls(client, state, now)
    const { entries } = await escalate({ ...begun, now }, system, state, still, streaks, null)
    const [first, ...rest] = entries
    if (first === undefined) return { result: 0, unchanged: true }
    return asOf({ ...begun, now }, { result: still.length, entries: [first, ...rest] })
  })
}

async function dueCalls(
  db: Queryable,
  state: ProgramState,
  now: Instant,
): Promise<{ due: Call[]; streaks: StoredStreak[] }> {
  const streaks = await openStreaks(db, state.id)
  if (state.phase === null) return { due: [], streaks }
  const metrics = new Board(await boardFacts(db, state, now), state).metricsAt(now)
  return { due: metrics === null ? [] : calls(metrics, streaks), streaks }
}
