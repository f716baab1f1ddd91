import { formatSpan } from '@/lib/domain/metric/format'
import { dayWords } from '@/lib/domain/window/day-words'

/** How long ago an instant was, or how long until it; the instant with its zone is one hover away. */
export function Ago({ at, now, zone }: { at: string; now: string; zone: string }) {
  const span = Date.parse(now) - Date.parse(at)
  const words = Math.abs(span) < 60_000 ? 'now' : span >= 0 ? `${firstPart(span)} ago` : `in ${firstPart(-span)}`
  return (
    <time dateTime={at} title={instantWords(at, zone)} className="whitespace-nowrap">
      {words}
    </time>
  )
}

/** An instant in full: day, time and zone. */
export function Moment({ at, zone }: { at: string; zone: string }) {
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap">
      {instantWords(at, zone)}
    </time>
  )
}

/** A day of the calendar, in no zone: "26 Nov 2026". */
export function Day({ day }: { day: string }) {
  return (
    <time dateTime={day} className="whitespace-nowrap">
      {dayWords(day)}
    </time>
  )
}

/** A span of seconds: "2 d 4 h". */
export function Age({ seconds }: { seconds: number | null }) {
  return <span className="whitespace-nowrap">{seconds === null ? '–' : formatSpan(seconds * 1000)}</span>
}

const firstPart = (span: number): string => formatSpan(span).split(' ').slice(0, 2).join(' ')

/** An instant in words: "22 Nov 2026, 14:33 EST". */
export function instantWords(at: string, zone: string): string {
  const instant = new Date(at)
  return `${writer(day, zone).format(instant)} ${zoneName(instant, zone)}`
}

/** People know a zone by EST or CEST, not by GMT-5; each of these locales knows the names that its readers use. */
const namingLocales = ['en-US', 'en-GB', 'en-AU', 'en-IN']

function zoneName(instant: Date, zone: string): string {
  const names = namingLocales.map((locale) =>
    writer({ locale, timeZoneName: 'short' }, zone)
      .formatToParts(instant)
      .find(({ type }) => type === 'timeZoneName'),
  )
  return (names.find((name) => name !== undefined && !/^GMT[+-]/.test(name.value)) ?? names[0])?.value ?? zone
}

type Wording = Intl.DateTimeFormatOptions & { locale: string }

const day: Wording = {
  locale: 'en-GB',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
}

const writers = new Map<string, Intl.DateTimeFormat>()

/** A formatter costs more to make than a page's worth of times to write. */
function writer({ locale, ...options }: Wording, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${options.timeZoneName ?? ''}`
  const known = writers.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
  writers.set(key, known)
  return known
}

/** The days of a window, in its zone: "16 – 22 Nov 2026". `end` is the instant after it. */
export function spanOfDays(start: string, end: string, zone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' })
  return day.formatRange(new Date(start), new Date(Date.parse(end) - 1))
}
