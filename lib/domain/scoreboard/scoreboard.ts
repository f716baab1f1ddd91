import type { Instant } from '../instant'
import type { Verdict } from '../metric/verdict'
import { seriesWaivers } from '../waiver/active'
import { metricState } from './metric'
import { boardReasons, stepsToGreen } from './reasons'
import { type Carried, seriesState } from './series'
import {
  type DimensionState,
  type MetricState,
  type Scoreboard,
  type SeriesState,
  type Status,
  seriesId,
  type WindowFacts,
} from './types'

/** What the windows before hand on: values that may be carried, and breaches in a row. */
export interface History {
  carried: ReadonlyMap<string, Carried>
  breaches: ReadonlyMap<string, number>
}

export const noHistory: History = { carried: new Map(), breaches: new Map() }

/** A window's metrics as of T = min(now, window end), and what they hand on. */
interface Judged {
  metrics: MetricState[]
  asOf: Instant
  after: History
}

/**
 * Judges a window's metrics upon what the windows before handed on. What a window hands on depends on its own facts
 * and on those before it, and not on `now`.
 */
function judged(before: History, facts: WindowFacts, now: Instant): Judged {
  const asOf = Math.min(now, facts.window.end)
  const carried = new Map(before.carried)
  const breaches = new Map(before.breaches)
  const waivers = seriesWaivers(facts.waivers ?? [], facts.window, asOf)
  const metrics = facts.spec.metrics.map((spec) => {
    const series = spec.series.map((one): SeriesState => {
      const id = seriesId(one)
      const waives = (verdict: Verdict): boolean =>
        waivers.some((waiver) => waiver.target === id && waiver.verdict === verdict)
      const found = seriesState(spec, one, facts.series.get(id), before.carried.get(id) ?? null, waives, asOf)
      if (found.carried !== null) carried.set(id, found.carried)
      return found.state
    })
    const inForce = facts.window.end > facts.spec.since
    const state = metricState(spec, series, before.breaches.get(spec.id) ?? 0, inForce)
    breaches.set(spec.id, state.breachedWindows)
    return state
  })
  return { metrics, asOf, after: { carried, breaches } }
}

/** What a window that has ended hands on to the next. */
export const historyAfter = (before: History, facts: WindowFacts): History =>
  judged(before, facts, facts.window.end).after

/** The metrics alone of a window upon its history. */
export const metricsUpon = (before: History, facts: WindowFacts, now: Instant): MetricState[] =>
  judged(before, facts, now).metrics

/**
 * The scoreboards of consecutive windows, oldest first, as of T = min(now, window end) each (semantics 5).
 *
 * Values carry over and breaches count from the first window given, so give enough of them (`lookback`). A window's
 * scoreboard depends on its own facts and on those before it, never on later ones.
 */
export function scoreboards(history: readonly WindowFacts[], now: Instant): Scoreboard[] {
  let before = noHistory
  return history.map((facts) => {
    const { metrics, asOf, after } = judged(before, facts, now)
    before = after
    return board(facts, metrics, asOf)
  })
}

function board(facts: WindowFacts, metrics: MetricState[], asOf: Instant): Scoreboard {
  const dimensions = facts.spec.dimensions.map((id): DimensionState => {
    return { id, status: statusOf(metrics.filter((metric) => metric.spec.dimension === id)) }
  })
  const { window } = facts
  return {
    window,
    asOf,
    status: statusOf(metrics) ?? 'red',
    reasons: boardReasons(metrics),
    toGreen: stepsToGreen(metrics, window),
    dimensions,
    metrics,
  }
}

/** The worst light of the required metrics; null where none is required. */
export function statusOf(metrics: readonly MetricState[]): Status | null {
  const lights = new Set(metrics.map((metric) => metric.status))
  return (['red', 'yellow', 'green'] as const).find((light) => lights.has(light)) ?? null
}
