import { formatSpan, formatValue } from '../metric/format'
import { isOutOfBand } from '../metric/verdict'
import type { Window } from '../window/window'
import { decidingSeries, nameOf } from './metric'
import type { MetricState, SeriesState } from './types'

/** Why a scoreboard stands where it stands: one sentence a required metric that is not green (semantics 5). */
export function boardReasons(metrics: readonly MetricState[]): string[] {
  const required = metrics.filter((metric) => metric.spec.required)
  if (required.length === 0)
    return ['nothing_required: the program requires no metric in this phase, and nothing is never a pass']
  return required.filter((metric) => metric.status !== 'green').map(metricReason)
}

function metricReason(metric: MetricState): string {
  const { spec, status, waived } = metric
  // What a waiver covers is not why the metric stands where it stands, if anything else is.
  const standing = metric.series.filter((series) => !series.waived && isOutOfBand(series.verdict))
  const series = decidingSeries(standing) ?? metric.deciding
  const verdict = series?.verdict ?? metric.verdict
  const detail = series === null ? 'the program requires no series of it' : detailOf(series)
  const name = `${spec.id} ${spec.title}`
  if (status === 'red' && spec.critical) return `critical_${verdict}: ${name}, a critical metric: ${detail}`
  if (status === 'red') {
    return `repeated_breach: ${name} is out of band in ${metric.breachedWindows} windows in a row: ${detail}`
  }
  if (waived) return `waived: ${name} is waived, which is never a pass: ${detail}`
  if (verdict === 'warn') return `warning: ${name}: ${detail}`
  return `out_of_band: ${name} is out of band in one window: ${detail}`
}

function detailOf(series: SeriesState): string {
  const words = series.reasons.map((reason) => reason.replace(/^\w+: /, ''))
  return `${nameOf(series)}: ${words.length === 0 ? series.verdict : words.join('; ')}`
}

/** What would turn the scoreboard green: one step a series that stands in the way. */
export function stepsToGreen(metrics: readonly MetricState[], window: Window): string[] {
  const required = metrics.filter((metric) => metric.spec.required)
  if (required.length === 0) return ['require_metric: a revision of the program must require at least one metric']
  return required
    .filter((metric) => metric.status !== 'green')
    .flatMap((metric) =>
      metric.series.length === 0
        ? [`require_series: a revision of the program must require at least one series of ${metric.spec.id}`]
        : metric.series.filter((series) => series.verdict !== 'pass').map((series) => step(metric, series, window)),
    )
}

function step(metric: MetricState, series: SeriesState, window: Window): string {
  const name = nameOf(series)
  const within = bound(series)
  if (series.verdict === 'error')
    return `fix_program: ${name} needs a limit or a baseline in the program's next revision`
  if (series.verdict === 'no_data') {
    return `measure: ${name} needs a gated, complete run with a value not older than ${formatSpan(metric.spec.maxAge)}${within}`
  }
  if (metric.spec.rollUp === 'worst' && !series.carried) {
    return `next_window: ${name} counts every run of ${window.label}; the window after it can be green with values${within}`
  }
  return `pass: ${name} needs a gated, complete run with a value${within}`
}

function bound({ point, spec }: SeriesState): string {
  const trend =
    spec.trend === undefined
      ? ''
      : spec.trend === 'falling'
        ? ', lower than in the window before'
        : ', not lower than in the window before'
  const limit = point?.warn ?? point?.limit
  if (limit === null || limit === undefined) return trend
  return ` of ${formatValue(limit, spec.unit)} or ${spec.better === 'lower' ? 'less' : 'more'}${trend}`
}
