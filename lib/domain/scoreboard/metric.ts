import { isOutOfBand, isWorse, worstOf } from '../metric/verdict'
import type { MetricSpec, MetricState, SeriesState, Status } from './types'

/**
 * Rolls a metric's required series up and sets its own light (semantics 5).
 *
 * `breachesBefore` is the number of consecutive counted windows out of band before this one. A window that only
 * carries values is skipped in that count: it adds no breach and ends no streak. `inForce` is false for a window
 * before the program was: only measurements count there.
 */
export function metricState(
  spec: MetricSpec,
  series: SeriesState[],
  breachesBefore: number,
  inForce: boolean,
): MetricState {
  const deciding = decidingSeries(series)
  const verdict = worstOf(series.map((state) => state.verdict))
  const outOfBand = isOutOfBand(verdict)
  // What a waiver covers weighs on no light, but it stays in the count and weighs again when the waiver ends.
  const standsOut = series.length === 0 || series.some((state) => !state.waived && isOutOfBand(state.verdict))
  const carried = series.length > 0 && series.every((state) => state.carried)
  const skipped = carried || (!inForce && series.every((state) => state.point === null))

  const breachedWindows = !spec.required ? 0 : skipped ? breachesBefore : outOfBand ? breachesBefore + 1 : 0
  const state: MetricState = {
    spec,
    verdict,
    status: null,
    carried,
    waived: series.some((one) => one.waived),
    breachedWindows,
    deciding,
    series,
    reasons: reasonsOf(spec, series),
  }
  return { ...state, status: lightOf(state, standsOut) }
}

function lightOf({ spec, verdict, waived, breachedWindows }: MetricState, standsOut: boolean): Status | null {
  if (!spec.required) return null
  if (standsOut) return spec.critical || breachedWindows >= 2 ? 'red' : 'yellow'
  return waived || verdict !== 'pass' ? 'yellow' : 'green'
}

/** The series that decides: of the worst verdict, the one nearest its limit or furthest beyond it. */
export function decidingSeries(series: readonly SeriesState[]): SeriesState | null {
  return series.reduce<SeriesState | null>((best, next) => {
    if (best === null || isWorse(next.verdict, best.verdict)) return next
    if (isWorse(best.verdict, next.verdict)) return best
    return usedShare(next) > usedShare(best) ? next : best
  }, null)
}

/** How much of its limit a value uses: 1 is at the limit, more is beyond. Without either, less than anything. */
function usedShare({ spec, point }: SeriesState): number {
  if (point === null || point.value === null || point.limit === null) return -1
  const [part, whole] = spec.better === 'lower' ? [point.value, point.limit] : [point.limit, point.value]
  return whole === 0 ? (part === 0 ? 0 : Infinity) : part / whole
}

function reasonsOf(spec: MetricSpec, series: readonly SeriesState[]): string[] {
  if (series.length === 0) return [`no_series: the program requires no series of ${spec.id}, so nothing can pass`]
  return series.flatMap((state) =>
    state.verdict === 'pass' && !state.carried
      ? []
      : state.reasons.map((reason) => {
          const [code, ...words] = reason.split(': ')
          return `${code}: ${nameOf(state)}: ${words.join(': ')}`
        }),
  )
}

export const nameOf = ({ spec }: SeriesState): string => `${spec.measure} ${spec.profile} on ${spec.environment}`
