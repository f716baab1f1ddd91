import type pg from 'pg'
import type { Actor } from '@/lib/auth/actor'
import type { Board } from '@/lib/db/board'
import type { ProgramState } from '@/lib/db/program-state'
import type { StoredStreak } from '@/lib/db/streaks'
import type { Transaction } from '@/lib/db/transact'
import { calls, standingOf } from '@/lib/domain/scoreboard/escalation'
import { type MetricState, seriesId } from '@/lib/domain/scoreboard/types'
import { isStopSignal } from '@/lib/domain/signal/firing'
import type { Turn } from '@/lib/domain/signal/turns'
import { escalate, reviewKey } from '../incident/escalate'
import { type Fired, fireCriteria } from '../incident/fire'
import { nothingStopped, type Stop } from '../incident/open'
import type { JudgedSeries } from './judge'
import type { StoredRun } from './store'

export type { Stop }

export const nothingFired: Fired = { ...nothingStopped, spent: [] }

/** What a gated run said. */
interface Said {
  turns: readonly Turn[]
  judged: readonly JudgedSeries[]
  /** The series that this upload brought samples of; none at a completion by the clock. */
  brought: ReadonlySet<number>
  board: Board
  /** The board's metrics now, with this run; null where no window holds now, and the sweeps will say more. */
  metrics: readonly MetricState[] | null
  streaks: readonly StoredStreak[]
}

/**
 * What a gated run stops, and whom it calls (semantics 5, 8): mostly nothing, and then nothing waits for `written`, the
 * writes under way. Before the first phase metrics call nobody; kill criteria stop the program even then. `tx` is dated
 * under the judging lock.
 */
export async function stopsOf(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  run: StoredRun,
  { turns, judged, brought, board, metrics, streaks }: Said,
  written: Promise<unknown>,
): Promise<Fired> {
  const late = lateFailures(
    state,
    board,
    judged.filter(({ id }) => brought.has(id)),
    tx.now,
  )
  const quiet = state.phase === null || metrics === null || calls(metrics, streaks, late).length === 0
  if (quiet && !turns.some(isStopSignal)) return nothingFired
  const act = async (): Promise<Fired> => {
    const fired = await fireCriteria(tx, actor, state, run.id, turns)
    if (quiet) return fired
    const fresh = await withoutCalled(tx.client, run, late)
    const escalated = await escalate(tx, actor, state, calls(metrics, streaks, fresh), streaks, {
      run: run.id,
      failed: failedBy(judged, metrics),
    })
    return {
      stops: [...fired.stops, ...escalated.stops],
      entries: [...fired.entries, ...escalated.entries],
      spent: fired.spent,
    }
  }
  const [stopped] = await Promise.all([act(), written])
  return stopped
}

/** The metrics of which a run failed a required series. */
function failedBy(judged: readonly JudgedSeries[], metrics: readonly MetricState[]): ReadonlySet<string> {
  const failed = new Set(
    judged.filter(({ parts }) => parts.some(({ verdict }) => verdict === 'fail')).map(({ key }) => seriesId(key)),
  )
  const named = metrics.filter(({ spec }) => spec.series.some((one) => failed.has(seriesId(one))))
  return new Set(named.map(({ spec }) => spec.id))
}

/** Critical metrics that these series fail in windows that have ended, within a phase and as those windows stand now. */
function lateFailures(
  state: ProgramState,
  board: Board,
  judged: readonly JudgedSeries[],
  now: number,
): ReadonlySet<string> {
  const found = judged.flatMap(({ key, parts }) =>
    parts
      .filter(({ verdict, window }) => verdict === 'fail' && window.end <= now)
      .filter(({ window }) => state.inForceAt(window.end).phase !== null)
      .flatMap(({ window }) => board.metricsOf(window.id) ?? [])
      .filter(({ spec }) => spec.series.some((one) => seriesId(one) === seriesId(key)))
      .filter((metric) => standingOf(metric) === 'fails'),
  )
  return new Set(found.map(({ spec }) => spec.id))
}

/** What this run has called for once, it does not call for again by a further upload. */
async function withoutCalled(
  client: pg.PoolClient,
  run: StoredRun,
  late: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (late.size === 0) return late
  const { rows } = await client.query<{ key: string }>(
    'SELECT key FROM incident_signal WHERE run_id = $1 AND key = ANY($2)',
    [run.id, [...late].map(reviewKey)],
  )
  const called = new Set(rows.map(({ key }) => key))
  return new Set([...late].filter((metric) => !called.has(reviewKey(metric))))
}
