import { formatSpan } from '@/lib/domain/metric/format'

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

/** A span of seconds: "2 d 4 h". */
export function Age({ seconds }: { seconds: number | null }) {
  return <span className="whitespace-nowrap">{seconds === null ? '–' : formatSpan(seconds * 1000)}</span>
}

const firstPart = (span: number): string => formatSpan(span).split(' ').slice(0, 2).join(' ')

export function instantWords(at: string, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  return format.format(new Date(at))
}

/** The days of a window, in its zone: "16 – 22 Nov 2026". `end` is the instant after it. */
export function spanOfDays(start: string, end: string, zone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' })
  return day.formatRange(new Date(start), new Date(Date.parse(end) - 1))
}
