import { Temporal } from 'temporal-polyfill'
import { DAY, type Instant } from '../instant'

/** The longest a deputy may be named for at once: what is forgotten ends by itself. */
const LONGEST = 366 * DAY

export type Term =
  | { kind: 'term'; start: Instant; end: Instant }
  | { kind: 'fault'; path: 'from' | 'until'; message: string }

/**
 * The term of a deputy, from the start of its first day to the end of its last in the program's zone (`2026-11-26`);
 * from `now` on where the first day is today or is not said. A term has an end, which lies ahead.
 */
export function deputyTerm(zone: string, days: { from: string; until: string }, now: Instant): Term {
  const until = day(days.until)
  if (until === null) return fault('until', 'Say its last day.')
  const from = days.from === '' ? undefined : day(days.from)
  if (from === null) return fault('from', 'That is no date.')
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  if (from !== undefined && Temporal.PlainDate.compare(from, today) < 0) {
    return fault('from', 'Its first day has passed: nobody stands in for votes that were cast.')
  }
  const end = startOf(until.add({ days: 1 }), zone)
  const start = from === undefined ? now : Math.max(now, startOf(from, zone))
  if (end <= start) return fault('until', 'Its last day lies before its first, or has passed.')
  if (end - start > LONGEST) return fault('until', 'A term lasts a year at most; name the deputy again then.')
  return { kind: 'term', start, end }
}

const startOf = (date: Temporal.PlainDate, zone: string): Instant => date.toZonedDateTime(zone).epochMilliseconds

const fault = (path: 'from' | 'until', message: string): Term => ({ kind: 'fault', path, message })

function day(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}
