import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../instant'

/**
 * What a time on a wall clock means in a zone. Where clocks are put back an hour comes twice, and someone has to say
 * which; where they are put forward an hour does not come at all. Neither is guessed.
 */
export type LocalTime =
  | { kind: 'once'; instant: Instant }
  | { kind: 'twice'; first: Instant; second: Instant }
  /** Clocks went from `before` to `after`: both as `03:00`. */
  | { kind: 'never'; before: string; after: string }
  | { kind: 'unreadable' }

/** `2026-11-22T14:33`, as a browser's date and time field gives it; seconds may follow. */
const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/

export function localTime(zone: string, text: string): LocalTime {
  const local = read(text)
  if (local === null) return { kind: 'unreadable' }
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  const [first, second] = [earlier.epochMilliseconds, later.epochMilliseconds]
  if (first === second) return { kind: 'once', instant: first }
  if (earlier.toPlainDateTime().equals(local)) return { kind: 'twice', first, second }
  // In a gap "earlier" lies before it and "later" after it; the gap begins at the one change of offset between them.
  const change = earlier.getTimeZoneTransition('next') ?? later
  return { kind: 'never', before: clock(change.subtract({ nanoseconds: 1 }), true), after: clock(change) }
}

function read(text: string): Temporal.PlainDateTime | null {
  if (!written.test(text)) return null
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}

/** The wall clock as `03:00`; with `reached`, the full minute that it was about to reach. */
function clock(at: Temporal.ZonedDateTime, reached = false): string {
  const local = reached ? at.toPlainDateTime().add({ nanoseconds: 1 }) : at.toPlainDateTime()
  return local.toPlainTime().toString({ smallestUnit: 'minute' })
}
