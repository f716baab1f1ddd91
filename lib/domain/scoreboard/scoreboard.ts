import type { Instant } from '../instant'
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

/**
 * The scoreboards of consecutive windows, oldest first, as of T = min(now, window end) each (semantics 5).
 *
 * Values carry over and breaches count from the first window given, so give enough of them: 26 weekly windows cover
 * the longest maximum age and the longest run of carried windows twice over. A window's scoreboard depends on its own
 * facts and on those before it, never on later ones.
 */
export function scoreboards(history: readonly WindowFacts[], now: Instant): Scoreboard[] {
  const carried = new Map<string, Carried>()
  const breaches = new Map<string, number>()
  return history.map((facts) => {
    const asOf = Math.min(now, facts.window.end)
    const metrics = facts.spec.metrics.map((spec) => {
      const series = spec.series.map((one): SeriesState => {
        const id = seriesId(one)
        const waived = facts.waived?.has(id) ?? false
        const found = seriesState(spec, one, facts.series.get(id), carried.get(id) ?? null, waived, asOf)
        if (found.carried !== null) carried.set(id, found.carried)
        return found.state
      })
      const inForce = facts.window.end > facts.spec.since
      const state = metricState(spec, series, breaches.get(spec.id) ?? 0, inForce)
      breaches.set(spec.id, state.breachedWindows)
      return state
    })
    return board(facts, metrics, asOf)
  })
}

function board(facts: WindowFacts, metrics: MetricState[], asOf: Instant): Scoreboard {
  const status = statusOf(metrics) ?? 'red'
  const dimensions = facts.spec.dimensions.map((id): DimensionState => {
    return { id, status: statusOf(metrics.filter((metric) => metric.spec.dimension === id)) }
  })
  const { window } = facts
  return {
    window,
    asOf,
    status,
    reasons: boardReasons(metrics),
    toGreen: stepsToGreen(metrics, window),
    dimensions,
    metrics,
  }
}

/** The worst light of the required metrics; null where none is required. */
function statusOf(metrics: readonly MetricState[]): Status | null {
  const lights = new Set(metrics.map((metric) => metric.status))
  return (['red', 'yellow', 'green'] as const).find((light) => lights.has(light)) ?? null
}
