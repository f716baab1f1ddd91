import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../instant'
import { nextReview } from '../risk/cadence'
import type { ReviewKind } from './agenda'

export interface ScheduleFacts {
  /** IANA time zone of the program. */
  zone: string
  /** When the program came into force: boards are due from then on. */
  since: Instant
  /** When reviews of a kind were last opened; those called off never were. */
  held: readonly { kind: ReviewKind; at: Instant }[]
  /** Trigger events that no review has looked at, with their deadlines. */
  triggers: readonly { key: string; due: Instant }[]
}

export interface BoardDue {
  kind: ReviewKind
  /** The first instant at which it is overdue. */
  due: Instant
  /** Its last day in the program's zone, `2026-11-26`; null where the deadline is an instant. */
  day: string | null
  /** Risks whose trigger events call for it. */
  risks: string[]
}

/**
 * When each kind of board is due next (seed 10.1): the weekly board by the end of the seventh day after the last one,
 * the sweep by the end of the fourteenth, in the program's zone, so that the hour may move within its day and a change
 * of clocks changes nothing. A sweep looks at all that a weekly board does and counts for both. An out-of-band review
 * is due at the first deadline of a trigger event that none has looked at.
 */
export function boardsDue({ zone, since, held, triggers }: ScheduleFacts): BoardDue[] {
  const last = (kinds: readonly ReviewKind[]): Instant =>
    held.filter(({ kind }) => kinds.includes(kind)).reduce((latest, { at }) => Math.max(latest, at), since)
  const due: BoardDue[] = [
    { kind: 'weekly', ...within(zone, nextReview('weekly', zone, last(['weekly', 'sweep']))), risks: [] },
    { kind: 'sweep', ...within(zone, nextReview('bi-weekly', zone, last(['sweep']))), risks: [] },
  ]
  const first = triggers.reduce((earliest, one) => Math.min(earliest, one.due), Number.POSITIVE_INFINITY)
  if (triggers.length > 0) {
    const risks = [...new Set(triggers.map(({ key }) => key))].sort()
    due.push({ kind: 'out_of_band', due: first, day: null, risks })
  }
  return due.sort((a, b) => a.due - b.due)
}

/** A deadline, and the last day before it. */
const within = (zone: string, due: Instant): { due: Instant; day: string } => ({ due, day: dayOf(zone, due - 1) })

/** An instant's day in a zone, `2026-11-26`. */
export const dayOf = (zone: string, instant: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The first instant after a local day (`2026-11-26`). */
export const dayEnd = (zone: string, day: string): Instant =>
  Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime({ timeZone: zone }).epochMilliseconds

/** Whether a text is a day of the calendar, as a date field gives it. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}
