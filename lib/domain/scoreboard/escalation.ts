import { isOutOfBand } from '../metric/verdict'
import type { MetricState } from './types'

/** How a metric stands for those who are called: a waived failure calls nobody and ends nothing. */
export type Standing = 'stands' | 'fails' | 'missing' | 'waived'

/** Why a metric calls for a review. */
export type ReviewCause = 'fails' | 'missing'

/** A critical metric's time out of band, as far as it has called already. */
export interface Streak {
  metric: string
  /** Its owner was told. */
  told: boolean
  /** For what it has called for a review. */
  reviewed: readonly ReviewCause[]
  /** It is in band again. */
  ended: boolean
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
  review: ReviewCause | null
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
 * Whom the critical metrics of the scoreboard call as it is now (seed 11.4, semantics 5): each call once a streak, never
 * once a sample. A failure calls for a review of the kill criteria, missing data and errors for telling the owner.
 * `failedLate` are metrics that a run has just failed in a window that has ended. Only what is due comes back.
 */
export function calls(
  metrics: readonly MetricState[],
  streaks: readonly Streak[],
  failedLate: ReadonlySet<string> = new Set(),
): Call[] {
  const known = new Map(streaks.map((streak) => [streak.metric, streak]))
  const due = metrics.flatMap((metric): Call[] => {
    const { id } = metric.spec
    const streak = known.get(id)
    known.delete(id)
    const standing = failedLate.has(id) ? 'fails' : standingOf(metric)
    if (standing === 'stands') return streak === undefined ? [] : [ending(id, metric)]
    if (standing === 'waived') return []
    const review = standing === 'fails' ? 'fails' : null
    return calling(metric, streak, standing === 'missing', review)
  })
  return [...due, ...[...known.keys()].map((id) => ending(id, null))]
}

/**
 * Whom the critical metrics of a window call that closes: those that had no data or could not be judged at its end call
 * for a review. What failed in it has called already, and what has come since is not for it to end. `streaks` are those
 * of that end, and where there was none those that go on now.
 */
export function callsAtClose(metrics: readonly MetricState[], streaks: readonly Streak[]): Call[] {
  const known = new Map(streaks.map((streak) => [streak.metric, streak]))
  return metrics.flatMap((metric): Call[] =>
    standingOf(metric) === 'missing' ? calling(metric, known.get(metric.spec.id), true, 'missing') : [],
  )
}

function calling(metric: MetricState, streak: Streak | undefined, missing: boolean, cause: ReviewCause | null): Call[] {
  const told = streak !== undefined && (streak.told || streak.ended)
  const tell = missing && !told ? missingAs(metric) : null
  const review = cause !== null && streak?.reviewed.includes(cause) !== true ? cause : null
  if (streak !== undefined && tell === null && review === null) return []
  return [{ id: metric.spec.id, metric, streak: streak === undefined ? 'begins' : 'goes_on', tell, review }]
}

const ending = (id: string, metric: MetricState | null): Call => ({
  id,
  metric,
  streak: 'ends',
  tell: null,
  review: null,
})

const missingAs = ({ series }: MetricState): 'no_data' | 'error' =>
  series.some(({ waived, verdict }) => !waived && verdict === 'error') ? 'error' : 'no_data'
