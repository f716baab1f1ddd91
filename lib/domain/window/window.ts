import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../instant'

/** How a program cuts time: consecutive windows of one length in its zone (semantics 1). */
export interface WindowRule {
  /** IANA time zone. */
  zone: string
  /** One day, one week from Monday 00:00, or one calendar month. */
  length: 'P1D' | 'P1W' | 'P1M'
}

/** A reporting window: `start` belongs to it, `end` is the next one's start. A DST week has 167 or 169 hours. */
export interface Window {
  /** `2026-W47`, `2026-11-22` or `2026-11`. */
  label: string
  start: Instant
  end: Instant
}

/** The window an instant falls in. */
export function windowOf(rule: WindowRule, instant: Instant): Window {
  const window = windowFrom(rule, firstDay(rule, localDay(rule.zone, instant)))
  // Where clocks go back over midnight, the old day's date comes again after the new day has begun.
  return instant < window.end ? window : nextWindow(rule, window)
}

/** The window after `window`. */
export const nextWindow = (rule: WindowRule, window: Window): Window => windowOf(rule, window.end)

/** The window before `window`. */
export const previousWindow = (rule: WindowRule, window: Window): Window => windowOf(rule, window.start - 1)

/** Every window from the one that holds `from` to the one that holds `to`, oldest first. */
export function windowsBetween(rule: WindowRule, from: Instant, to: Instant): Window[] {
  const windows: Window[] = []
  for (let window = windowOf(rule, from); window.start <= to; window = nextWindow(rule, window)) windows.push(window)
  return windows
}

/** The first instant of a calendar day (`2026-11-26`) in a zone. */
export const startOfDay = (zone: string, day: string): Instant => midnight(zone, Temporal.PlainDate.from(day))

function windowFrom(rule: WindowRule, day: Temporal.PlainDate): Window {
  return {
    label: labelOf(rule, day),
    start: midnight(rule.zone, day),
    end: midnight(rule.zone, day.add(Temporal.Duration.from(rule.length))),
  }
}

const localDay = (zone: string, instant: Instant): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()

/** The first instant of a local day: 00:00, or the first time there is where DST skips midnight. */
const midnight = (zone: string, day: Temporal.PlainDate): Instant =>
  day.toZonedDateTime({ timeZone: zone }).epochMilliseconds

function firstDay({ length }: WindowRule, day: Temporal.PlainDate): Temporal.PlainDate {
  if (length === 'P1D') return day
  return length === 'P1W' ? day.subtract({ days: day.dayOfWeek - 1 }) : day.with({ day: 1 })
}

function labelOf({ length }: WindowRule, day: Temporal.PlainDate): string {
  if (length === 'P1D') return day.toString()
  if (length === 'P1M') return day.toPlainYearMonth().toString()
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`
}
