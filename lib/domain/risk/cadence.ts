import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../instant'
import { startOfDay } from '../window/window'
import type { ReviewCadence } from './event'

/** Days that may pass between two reviews: Monday to Friday is the longest gap of a board that meets twice a week. */
const days: Record<ReviewCadence, number> = { 'twice-weekly': 4, weekly: 7, 'bi-weekly': 14 }

/**
 * By when people must look again after a review (or after the risk came to be): the end of the local day that many
 * days later, so that a board may meet at any hour of its day. DST moves the instant and not the day.
 */
export function nextReview(cadence: ReviewCadence, zone: string, last: Instant): Instant {
  const day = Temporal.Instant.fromEpochMilliseconds(last).toZonedDateTimeISO(zone).toPlainDate()
  return startOfDay(zone, day.add({ days: days[cadence] + 1 }).toString())
}

/** A trigger's review is due within hours; one that is due sooner stays. */
export const reviewAfterTrigger = (due: Instant | null, now: Instant, withinHours: number): Instant =>
  Math.min(due ?? Infinity, now + withinHours * 3_600_000)

/** Whether a review is overdue; a closed risk has none due. */
export const isOverdue = (due: Instant | null, now: Instant): boolean => due !== null && due <= now
