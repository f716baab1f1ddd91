import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../instant'

/** The days a program does business on, as its definition gives them. */
export interface BusinessCalendar {
  workdays: readonly Weekday[]
  holidays: readonly { date: string }[]
}

export type Weekday = (typeof weekdays)[number]

/** In the order of ISO 8601, Monday first. */
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** How long a deadline is: elapsed hours, or business days. */
export type Term = { hours: number } | { businessDays: number }

/**
 * When a clock that starts at `start` runs out (semantics 1). Hours are elapsed hours. Business days end at the same
 * local wall-clock time that many business days later; a clock started outside a business day starts at the next
 * one's first moment. A part of a business day counts as a whole one.
 */
export function dueInstant(calendar: BusinessCalendar, zone: string, start: Instant, term: Term): Instant {
  if ('hours' in term) return start + term.hours * 3_600_000
  const begun = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  const first = begun.toPlainDate()
  if (isBusinessDay(calendar, first)) {
    const time = begun.toPlainTime()
    const day = laterBy(calendar, first, Math.ceil(term.businessDays))
    return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
  }
  const day = laterBy(calendar, laterBy(calendar, first, 1), Math.ceil(term.businessDays))
  return day.toZonedDateTime({ timeZone: zone }).epochMilliseconds
}

function isBusinessDay({ workdays, holidays }: BusinessCalendar, day: Temporal.PlainDate): boolean {
  const weekday = weekdays[day.dayOfWeek - 1]
  const date = day.toString()
  return workdays.some((one) => one === weekday) && !holidays.some((one) => one.date === date)
}

/** The day that is so many business days after `day`. */
function laterBy(calendar: BusinessCalendar, day: Temporal.PlainDate, businessDays: number): Temporal.PlainDate {
  let [found, left] = [day, businessDays]
  while (left > 0) {
    found = found.add({ days: 1 })
    if (isBusinessDay(calendar, found)) left -= 1
  }
  return found
}
