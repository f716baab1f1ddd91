import type { Instant } from '../instant'
import { formatSpan, formatValue } from '../metric/format'
import { isOutOfBand, isWorse, type Verdict, worse } from '../metric/verdict'
import type { MetricSpec, Point, SeriesFacts, SeriesSpec, SeriesState } from './types'

/** Whether a waiver of the series covers this verdict. */
type Waives = (verdict: Verdict) => boolean

/** What earlier windows hand on of a series. */
export interface Carried {
  /** The newest run verdict, with what the trend rule made of it in its window. */
  newest: Finding
  /** The value of the newest window that had one: what the trend rule compares with. */
  measured: number | null
}

interface Finding {
  point: Point
  verdict: Verdict
  reasons: readonly string[]
}

/** The state of a required series in a window, and what it hands on to the next (semantics 5). */
export function seriesState(
  metric: MetricSpec,
  spec: SeriesSpec,
  facts: SeriesFacts | undefined,
  earlier: Carried | null,
  waives: Waives,
  asOf: Instant,
): { state: SeriesState; carried: Carried | null } {
  if (facts === undefined) return { state: unmeasured(metric, spec, earlier, waives, asOf), carried: earlier }

  const before = earlier?.measured ?? null
  const latest = withTrend(spec, facts.latest, before)
  const worst = metric.rollUp === 'worst' ? withTrend(spec, facts.worst, before) : latest
  const deciding = isWorse(latest.verdict, worst.verdict) ? latest : worst
  const state: SeriesState = {
    spec,
    verdict: deciding.verdict,
    point: deciding.point,
    carried: false,
    waived: false,
    age: Math.max(0, asOf - deciding.point.observedAt),
    reasons: [...deciding.reasons],
  }
  const newestAge = asOf - facts.latest.observedAt
  if (newestAge > metric.maxAge) {
    state.verdict = worse(state.verdict, 'no_data')
    state.reasons.push(staleReason(newestAge, metric.maxAge))
  }
  const carried = { newest: latest, measured: deciding.point.value ?? before }
  return { state: withWaiver(state, waives), carried }
}

function unmeasured(
  metric: MetricSpec,
  spec: SeriesSpec,
  earlier: Carried | null,
  waives: Waives,
  asOf: Instant,
): SeriesState {
  if (earlier === null) {
    return withWaiver({ ...nothing(spec), reasons: ['never_measured: no gated run has measured this series'] }, waives)
  }
  const { point, verdict, reasons } = earlier.newest
  const age = Math.max(0, asOf - point.observedAt)
  if (age > metric.maxAge) {
    return withWaiver({ ...nothing(spec), point, age, reasons: [staleReason(age, metric.maxAge)] }, waives)
  }
  const carried = point.value !== null
  const from = `carried: the value is ${formatSpan(age)} old, from an earlier window`
  return withWaiver(
    { ...nothing(spec), verdict, point, carried, age, reasons: carried ? [...reasons, from] : [...reasons] },
    waives,
  )
}

const nothing = (spec: SeriesSpec): SeriesState => ({
  spec,
  verdict: 'no_data',
  point: null,
  carried: false,
  waived: false,
  age: null,
  reasons: [],
})

function staleReason(age: number, maxAge: number): string {
  const [old, counts] = [formatSpan(age), formatSpan(maxAge)]
  return `stale: the newest value is ${old === counts ? `just over ${old}` : old} old and counts for ${counts}`
}

/** A waiver changes no verdict: it only marks what would otherwise count as out of band (semantics 6). */
const withWaiver = (state: SeriesState, waives: Waives): SeriesState => ({
  ...state,
  waived: isOutOfBand(state.verdict) && waives(state.verdict),
})

/** Judges a measured window's value against the measured window before it (semantics 4.5). */
function withTrend(spec: SeriesSpec, point: Point, before: number | null): Finding {
  const finding = judgeTrend(spec, point.value, before)
  return {
    point,
    verdict: worse(point.verdict, finding.verdict),
    reasons: finding.reason === null ? point.reasons : [...point.reasons, finding.reason],
  }
}

/**
 * Whether a window's value keeps its measure's trend. Without an earlier measured window, a measure with a cap is
 * left to the cap, and one without is `no_data`.
 */
export function judgeTrend(
  spec: Pick<SeriesSpec, 'trend' | 'capped' | 'unit'>,
  value: number | null,
  previous: number | null,
): { verdict: Verdict; reason: string | null } {
  if (spec.trend === undefined || value === null) return { verdict: 'pass', reason: null }
  if (previous === null) {
    if (spec.capped) return { verdict: 'pass', reason: null }
    return { verdict: 'no_data', reason: 'first_window: there is no earlier measured window to compare with' }
  }
  const keeps = spec.trend === 'falling' ? value < previous || value === 0 : value >= previous
  if (keeps) return { verdict: 'pass', reason: null }
  const asked = spec.trend === 'falling' ? 'must fall' : 'must not fall'
  const words = `${formatValue(value, spec.unit)} after ${formatValue(previous, spec.unit)} in the measured window before`
  return { verdict: 'fail', reason: `trend: ${words}; it ${asked}` }
}
