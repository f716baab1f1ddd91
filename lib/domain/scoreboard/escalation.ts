import { isOutOfBand } from '../metric/verdict'
import type { MetricState } from './types'

/** How a metric stands for those who are called: a waived failure calls nobody and ends nothing. */
export type Standing = 'stands' | 'fails' | 'missing' | 'waived'

/** A critical metric that is out of band, as far as it has called already. */
export interface Streak {
  metric: string
  /** Its owner was told. */
  told: boolean
  /** It has called for a review. */
  reviewed: boolean
}

/** What a metric calls for now. */
export interface Call {
  id: string
  /** null where the scoreboard no longer has it. */
  metric: MetricState | null
  /** Its streak begins, or ends, with this. */
  streak: 'begins' | 'goes_on' | 'ends'
  /** Its owner is to hear that it has no data or cannot be judged. */
  tell: 'no_data' | 'error' | null
  review: boolean
}

/** Of a failure beside missing data it is the failure that calls. */
export function standingOf({ spec, series, verdict }: MetricState): Standing {
  if (!spec.critical || !spec.required) return 'stands'
  if (series.length === 0) return 'missing'
  const counted = series.filter(({ waived }) => !waived)
  if (counted.some((one) => one.verdict === 'fail')) return 'fails'
  if (counted.some((one) => isOutOfBand(one.verdict))) return 'missing'
  return isOutOfBand(verdict) ? 'waived' : 'stands'
}

/**
 * Whom the critical metrics of a scoreboard call (seed 11.4, semantics 5): each call once a streak, never once a sample.
 * A failure calls for a review of the kill criteria at once. Missing data and errors tell the owner at once, and call
 * for one if they still stand when the window closes (`closing`). `failedLate` are metrics that a run failed in a window
 * that has ended. Only what is due comes back.
 */
export function calls(
  metrics: readonly MetricState[],
  streaks: readonly Streak[],
  { closing = false, failedLate = new Set<string>() }: { closing?: boolean; failedLate?: ReadonlySet<string> } = {},
): Call[] {
  const known = new Map(streaks.map((streak) => [streak.metric, streak]))
  const due = metrics.flatMap((metric): Call[] => {
    const { id } = metric.spec
    const streak = known.get(id)
    known.delete(id)
    const standing = failedLate.has(id) ? 'fails' : standingOf(metric)
    if (standing === 'stands') return streak === undefined ? [] : [ending(id, metric)]
    if (standing === 'waived') return []
    const tell = standing === 'missing' && !(streak?.told ?? false) ? missing(metric) : null
    const review = (standing === 'fails' || closing) && !(streak?.reviewed ?? false)
    if (streak !== undefined && tell === null && !review) return []
    return [{ id, metric, streak: streak === undefined ? 'begins' : 'goes_on', tell, review }]
  })
  return [...due, ...[...known.keys()].map((id) => ending(id, null))]
}

const ending = (id: string, metric: MetricState | null): Call => ({
  id,
  metric,
  streak: 'ends',
  tell: null,
  review: false,
})

const missing = ({ series }: MetricState): 'no_data' | 'error' =>
  series.some(({ waived, verdict }) => !waived && verdict === 'error') ? 'error' : 'no_data'
