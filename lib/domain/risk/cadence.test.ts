import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, iso } from '../instant'
import { isOverdue, nextReview, reviewAfterTrigger } from './cadence'
import type { ReviewCadence } from './event'

const NY = 'America/New_York'
const next = (cadence: ReviewCadence, zone: string, last: string): string =>
  iso(nextReview(cadence, zone, Date.parse(last)))

describe('the next review', () => {
  it.each<[ReviewCadence, string, string, string]>([
    ['weekly', NY, '2026-11-18T15:00:00Z', '2026-11-26T05:00:00.000Z'],
    // The same local day, whatever its hour.
    ['weekly', NY, '2026-11-18T05:00:00Z', '2026-11-26T05:00:00.000Z'],
    ['weekly', NY, '2026-11-19T04:59:59Z', '2026-11-26T05:00:00.000Z'],
    ['weekly', NY, '2026-11-19T05:00:00Z', '2026-11-27T05:00:00.000Z'],
    ['bi-weekly', NY, '2026-11-18T15:00:00Z', '2026-12-03T05:00:00.000Z'],
    ['twice-weekly', NY, '2026-11-16T15:00:00Z', '2026-11-21T05:00:00.000Z'],
    // Thursday to Monday is four days: a board that meets on both is never late.
    ['twice-weekly', NY, '2026-11-19T15:00:00Z', '2026-11-24T05:00:00.000Z'],
    // Over the ends of DST the day stays, and the instant moves by an hour.
    ['weekly', NY, '2026-03-05T15:00:00Z', '2026-03-13T04:00:00.000Z'],
    ['weekly', NY, '2026-10-29T15:00:00Z', '2026-11-06T05:00:00.000Z'],
    ['weekly', 'Europe/Berlin', '2026-03-26T15:00:00Z', '2026-04-02T22:00:00.000Z'],
    ['weekly', 'UTC', '2026-11-18T15:00:00Z', '2026-11-26T00:00:00.000Z'],
    ['weekly', 'Asia/Kathmandu', '2026-11-18T20:00:00Z', '2026-11-26T18:15:00.000Z'],
    // The day after begins at 01:00 where clocks go forward at midnight.
    ['weekly', 'Africa/Cairo', '2026-04-16T12:00:00Z', '2026-04-23T22:00:00.000Z'],
  ])('%s in %s after %s is due before %s', (cadence, zone, last, expected) => {
    expect(next(cadence, zone, last)).toBe(expected)
  })

  it('is never overdue through a year of boards that meet on their day, at whatever hour, across DST', () => {
    const years = [
      ['America/New_York', '2026-01-05'],
      ['Europe/Berlin', '2026-01-05'],
      ['Australia/Lord_Howe', '2026-01-05'],
      ['Africa/Cairo', '2026-01-05'],
    ] as const
    const boards: [ReviewCadence, number[]][] = [
      ['weekly', [0]],
      ['bi-weekly', [0]],
      ['twice-weekly', [0, 3]],
    ]
    const hour = fc.integer({ min: 0, max: 23 * 60 })
    fc.assert(
      fc.property(
        fc.constantFrom(...years),
        fc.constantFrom(...boards),
        fc.infiniteStream(hour),
        (year, board, hours) => {
          const [zone, monday] = year
          const [cadence, weekdays] = board
          const step = cadence === 'bi-weekly' ? 2 : 1
          let due: number | null = null
          for (let week = 0; week < 53; week += step) {
            for (const weekday of weekdays) {
              const day = Date.parse(`${monday}T00:00:00Z`) + (week * 7 + weekday) * DAY
              const minutes = hours.next().value as number
              // A local wall clock, by trying offsets: independent of the rule under test.
              const met = localInstant(zone, day + minutes * 60_000)
              expect(isOverdue(due, met)).toBe(false)
              due = nextReview(cadence, zone, met)
            }
          }
          // One that is missed is overdue by the next.
          expect(isOverdue(due, (due ?? 0) + 1)).toBe(true)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('lies ahead by the cadence and less than a day and an hour more', () => {
    const days: Record<ReviewCadence, number> = { 'twice-weekly': 4, weekly: 7, 'bi-weekly': 14 }
    fc.assert(
      fc.property(
        fc.constantFrom<ReviewCadence>('twice-weekly', 'weekly', 'bi-weekly'),
        fc.constantFrom(NY, 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'),
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }),
        (cadence, zone, last) => {
          const ahead = nextReview(cadence, zone, last) - last
          expect(ahead).toBeGreaterThan(days[cadence] * DAY - 2 * HOUR)
          expect(ahead).toBeLessThanOrEqual((days[cadence] + 1) * DAY + HOUR)
        },
      ),
    )
  })
})

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockIn(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const digits = '2-digit'
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
  })
  clocks.set(zone, clock)
  return clock
}

/** The instant at which a zone's clocks show `wall`, a UTC instant read as a wall clock. */
function localInstant(zone: string, wall: number): number {
  const shown = (instant: number): number => {
    const parts = clockIn(zone).formatToParts(instant)
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  }
  let instant = wall
  for (let pass = 0; pass < 3; pass += 1) instant += wall - shown(instant)
  return instant
}

describe('a trigger', () => {
  const now = Date.parse('2026-11-18T12:00:00Z')

  it.each<[string, number | null, number]>([
    ['sets its hours', now + 6 * DAY, now + 24 * HOUR],
    ['sets them for a closed risk, which had none', null, now + 24 * HOUR],
    ['leaves a review that is due sooner', now + HOUR, now + HOUR],
    ['leaves one that is overdue', now - DAY, now - DAY],
  ])('%s', (_, due, expected) => {
    expect(reviewAfterTrigger(due, now, 24)).toBe(expected)
  })
})

describe('overdue', () => {
  it.each<[number | null, number, boolean]>([
    [100, 99, false],
    [100, 100, true],
    [100, 101, true],
    [null, 101, false],
  ])('due %s at %d: %s', (due, now, expected) => {
    expect(isOverdue(due, now)).toBe(expected)
  })
})
