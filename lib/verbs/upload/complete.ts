import type pg from 'pg'
import { system } from '@/lib/auth/actor'
import { boardStamp, rememberBoard, takeBoard } from '@/lib/db/board'
import { judgingLock } from '@/lib/db/judging-lock'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { asOf, type Context, lockRows, type Transaction, transact } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { sha256 } from '@/lib/register/digest'
import { openStreaks } from '@/lib/db/streaks'
import { eachAlone } from '../each-alone'
import { lookingAgain } from '../looking-again'
import { allFacts, breachesOf, judgeRun, observedSpan, verdictCount } from './judge'
import { nextVerdicts, rememberVerdicts } from './remember'
import {
  datedAt,
  openRisks,
  runEvidence,
  seriesVerdicts,
  signalTurns,
  standingSignals,
  storeTurns,
  unspent,
} from './signals'
import { nothingFired, stopsOf } from './stops'
import { RUN_LIFETIME, type StoredRun } from './store'

/** Completes a run; a gated one takes its place in the run order of its ref. */
export async function completeRun(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  now: Instant,
): Promise<void> {
  let position: number | null = null
  if (run.gated) {
    const { rows } = await client.query<{ completions: number }>({
      name: 'run_position',
      text: `INSERT INTO ref_state AS r (program_id, ref, completions) VALUES ($1, $2, 1)
             ON CONFLICT (program_id, ref) DO UPDATE SET completions = r.completions + 1 RETURNING completions`,
      values: [state.id, run.ref],
    })
    position = rows[0]?.completions ?? null
  }
  await client.query({
    name: 'run_complete',
    text: 'UPDATE run SET completed_at = $2, position = $3 WHERE id = $1',
    values: [run.id, new Date(now), position],
  })
}

interface OpenRow {
  id: number
  slug: string
  external_id: string
  actor: string
}

/** Completes every run whose first upload is a day old (semantics 3). Answers with how many. */
export async function completeOverdueRuns(context: Context): Promise<number> {
  const { pool } = context.database
  const { rows } = await pool.query<OpenRow>(
    `SELECT r.id, p.slug, r.external_id, r.actor FROM run r JOIN program p ON p.id = r.program_id
     WHERE r.completed_at IS NULL AND r.opened_at <= $1 ORDER BY r.opened_at, r.id`,
    [new Date((await context.clock(pool)) - RUN_LIFETIME)],
  )
  return eachAlone(rows, (row) => lookingAgain(() => completeOverdueRun(context, row)))
}

async function completeOverdueRun(context: Context, row: OpenRow): Promise<boolean> {
  const { database } = context
  const program = await programState(database, database.pool, row.slug)
  if (program === null) return false
  return transact(context, { actor: system, program, lock: 'shared' }, async (begun) => {
    const { client } = begun
    const state = await programState(database, client, row.slug)
    const { tx, run } = await lockOverdue(begun, row.id)
    if (state === null || run === null) return { result: false, unchanged: true }
    const { now } = tx
    const runFacts = await allFacts(database, client, state, run, [], true, now)
    const [ids, , judgedAt, stamp, breaches, standing, streaks, evidence] = await Promise.all([
      nextVerdicts(client, verdictCount(runFacts)),
      run.gated ? judgingLock(client, state) : null,
      run.gated ? tx.clock(client) : now,
      run.gated ? boardStamp(client, state.id) : null,
      breachesOf(client, run.ref, runFacts),
      run.gated ? standingSignals(client, state.id) : null,
      run.gated && state.phase !== null ? openStreaks(client, state.id) : [],
      run.gated ? runEvidence(client, run) : [],
    ])
    const { oldest, newest } = observedSpan(runFacts, now)
    const board = await takeBoard(database, client, state, stamp, oldest, newest)
    const judged = judgeRun(state, runFacts, breaches, board.facts)
    const { written } = await rememberVerdicts(client, state, run, judged, ids, true, board, now)
    await written
    if (run.gated) await rememberBoard(database, client, state, board)
    await completeRun(client, state, run, now)
    const said = { complete: true, evidence, series: seriesVerdicts(judged) }
    const turns = standing === null ? [] : signalTurns(state, run, said, standing)
    const ruled = { ...tx, now: judgedAt }
    const heard = { turns, judged, brought: new Set<number>(), board, metrics: board.metricsAt(now), streaks }
    const stopped = run.gated ? await stopsOf(ruled, system, state, run, heard, written) : nothingFired
    const pending = storeTurns(client, state, run, unspent(turns, stopped.spent), judgedAt)
    const triggered = await openRisks(ruled, system, state, run, turns, pending)
    const payload = { run: sha256(row.external_id).toString('hex'), actor: row.actor, reason: 'timeout' as const }
    return asOf(tx, {
      result: true,
      entries: [{ type: 'run.completed', payload }, ...datedAt(judgedAt, stopped.entries), ...triggered],
      pending,
    })
  })
}

async function lockOverdue(begun: Transaction, id: number): Promise<{ tx: Transaction; run: StoredRun | null }> {
  const { rows, tx } = await lockRows<{ ref: string; gated: boolean; opened_at: Date; completed_at: Date | null }>(
    begun,
    { text: 'SELECT ref, gated, opened_at, completed_at FROM run WHERE id = $1 FOR UPDATE', values: [id] },
  )
  const row = rows[0]
  if (row === undefined || row.completed_at !== null) return { tx, run: null }
  const openedAt = row.opened_at.getTime()
  if (openedAt + RUN_LIFETIME > tx.now) return { tx, run: null }
  return { tx, run: { id, ref: row.ref, gated: row.gated, openedAt, complete: false, opened: false } }
}
