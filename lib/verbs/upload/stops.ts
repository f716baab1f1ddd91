import type { Actor } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { StoredStreak } from '@/lib/db/streaks'
import type { Transaction } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { calls } from '@/lib/domain/scoreboard/escalation'
import { type MetricState, seriesId } from '@/lib/domain/scoreboard/types'
import { isStopSignal } from '@/lib/domain/signal/firing'
import type { Turn } from '@/lib/domain/signal/turns'
import { escalate } from '../incident/escalate'
import { fireCriteria } from '../incident/fire'
import { nothingStopped, type Stop, type Stopped } from '../incident/open'
import type { JudgedSeries } from './judge'
import type { StoredRun } from './store'

export { nothingStopped, type Stop }

/** What a gated run said. */
interface Said {
  turns: readonly Turn[]
  judged: readonly JudgedSeries[]
  /** The scoreboard's metrics with this run. */
  metrics: readonly MetricState[]
  streaks: readonly StoredStreak[]
}

/**
 * What a gated run stops, and whom it calls (semantics 5, 8): mostly nothing, and then nothing waits for `written`, the
 * writes under way. Before the first phase metrics call nobody; kill criteria stop the program even then.
 */
export async function stopsOf(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  run: StoredRun,
  { turns, judged, metrics, streaks }: Said,
  written: Promise<unknown>,
): Promise<Stopped> {
  const failedLate = lateFailures(state, judged, metrics, tx.now)
  const called = state.phase === null ? [] : calls(metrics, streaks, { failedLate })
  if (called.length === 0 && !turns.some(isStopSignal)) return nothingStopped
  const act = async (): Promise<Stopped> => {
    const fired = await fireCriteria(tx, actor, state, run.id, turns)
    const escalated = await escalate(tx, actor, state, called, streaks, run.id)
    return { stops: [...fired.stops, ...escalated.stops], entries: [...fired.entries, ...escalated.entries] }
  }
  const [stopped] = await Promise.all([act(), written])
  return stopped
}

/** Metrics of which this run failed a required series in a window that has ended, within a phase. */
function lateFailures(
  state: ProgramState,
  judged: readonly JudgedSeries[],
  metrics: readonly MetricState[],
  now: Instant,
): Set<string> {
  const failed = new Set(
    judged
      .filter(({ parts }) =>
        parts.some(
          ({ verdict, window }) =>
            verdict === 'fail' && window.end <= now && state.inForceAt(window.end).phase !== null,
        ),
      )
      .map(({ key }) => seriesId(key)),
  )
  const late = metrics.filter(
    ({ spec }) => spec.critical && spec.required && spec.series.some((one) => failed.has(seriesId(one))),
  )
  return new Set(late.map(({ spec }) => spec.id))
}
