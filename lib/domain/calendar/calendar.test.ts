import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, iso } from '../instant'
import { type BusinessCalendar, dueInstant, type Weekday } from './calendar'

const NY = 'America/New_York'
const usual: BusinessCalendar = {
  workdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: [{ date: '2026-11-26' }, { date: '2026-12-25' }],
}
const due = (zone: string, start: string, businessDays: number, calendar = usual): string =>
  iso(dueInstant(calendar, zone, Date.parse(start), { businessDays }))

describe('hours', () => {
  it('elapse over nights, weekends and the ends of DST', () => {
    const start = Date.parse('2026-10-31T20:00:00Z')
    expect(iso(dueInstant(usual, NY, start, { hours: 24 }))).toBe('2026-11-01T20:00:00.000Z')
    expect(dueInstant(usual, NY, start, { hours: 0.5 }) - start).toBe(HOUR / 2)
  })
})

describe('business days', () => {
  it.each<[string, string, string, number, string]>([
    ['the next day, at the same time', NY, '2026-11-17T15:30:00Z', 1, '2026-11-18T15:30:00.000Z'],
    ['over the weekend', NY, '2026-11-20T15:30:00Z', 1, '2026-11-23T15:30:00.000Z'],
    ['over a holiday', NY, '2026-11-25T15:30:00Z', 1, '2026-11-27T15:30:00.000Z'],
    ['over a holiday and a weekend', NY, '2026-11-25T15:30:00Z', 3, '2026-12-01T15:30:00.000Z'],
    ['from a Saturday: it starts on Monday at 00:00', NY, '2026-11-21T15:30:00Z', 1, '2026-11-24T05:00:00.000Z'],
    ['from a holiday: it starts on Friday at 00:00', NY, '2026-11-26T15:30:00Z', 1, '2026-11-30T05:00:00.000Z'],
    [
      'by the local day: Friday evening here is Saturday in UTC',
      NY,
      '2026-11-21T02:00:00Z',
      1,
      '2026-11-24T02:00:00.000Z',
    ],
    ['and Monday in UTC may still be Sunday', NY, '2026-11-23T04:59:59Z', 1, '2026-11-24T05:00:00.000Z'],
    ['over the end of DST the wall clock stays', NY, '2026-10-30T15:30:00Z', 1, '2026-11-02T16:30:00.000Z'],
    ['over the start of DST too', NY, '2026-03-06T15:30:00Z', 1, '2026-03-09T14:30:00.000Z'],
    ['in another zone', 'Asia/Kathmandu', '2026-11-17T20:00:00Z', 1, '2026-11-18T20:00:00.000Z'],
    ['no days are the start itself', NY, '2026-11-17T15:30:00Z', 0, '2026-11-17T15:30:00.000Z'],
    ['no days outside one are the next one’s first moment', NY, '2026-11-21T15:30:00Z', 0, '2026-11-23T05:00:00.000Z'],
    ['a part of a day is a whole one', NY, '2026-11-17T15:30:00Z', 0.5, '2026-11-18T15:30:00.000Z'],
  ])('%s', (_, zone, start, days, expected) => {
    expect(due(zone, start, days)).toBe(expected)
  })

  it('take a time that DST skips as the one after the gap', () => {
    const always: BusinessCalendar = { workdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], holidays: [] }
    expect(due(NY, '2026-03-07T07:30:00Z', 1, always)).toBe('2026-03-08T07:30:00.000Z')
    expect(due('Africa/Cairo', '2026-04-22T22:30:00Z', 1, always)).toBe('2026-04-23T22:30:00.000Z')
  })

  const zones = fc.constantFrom('UTC', NY, 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu')
  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) })
  const names: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const calendars = fc.record<BusinessCalendar>({
    workdays: fc.subarray(names, { minLength: 1 }),
    holidays: fc.array(
      fc.integer({ min: 0, max: 5_000 }).map((day) => ({ date: iso(Date.UTC(2020, 0) + day * DAY).slice(0, 10) })),
      { maxLength: 40 },
    ),
  })
  const formats = new Map<string, [Intl.DateTimeFormat, Intl.DateTimeFormat]>()
  const localDay = (zone: string, instant: number): { date: string; weekday: string } => {
    const [dates, weekdays] = formats.get(zone) ?? [
      new Intl.DateTimeFormat('en-CA', { timeZone: zone }),
      new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' }),
    ]
    formats.set(zone, [dates, weekdays])
    return { date: dates.format(instant), weekday: weekdays.format(instant).toLowerCase() }
  }
  const isBusiness = ({ workdays, holidays }: BusinessCalendar, zone: string, instant: number): boolean => {
    const { date, weekday } = localDay(zone, instant)
    return workdays.some((one) => one === weekday) && !holidays.some((one) => one.date === date)
  }

  it('end on a business day, and never before they began', () => {
    fc.assert(
      fc.property(calendars, zones, instants, fc.integer({ min: 1, max: 12 }), (calendar, zone, start, days) => {
        const end = dueInstant(calendar, zone, start, { businessDays: days })
        expect(end).toBeGreaterThan(start)
        expect(isBusiness(calendar, zone, end)).toBe(true)
      }),
    )
  })

  it('are as many as were asked for: counting the days between gives them back', () => {
    fc.assert(
      fc.property(calendars, zones, instants, fc.integer({ min: 1, max: 6 }), (calendar, zone, start, days) => {
        const end = dueInstant(calendar, zone, start, { businessDays: days })
        const dates = new Set<string>()
        const [first, last] = [localDay(zone, start).date, localDay(zone, end).date]
        for (let at = start; at < end + DAY; at += 12 * HOUR) {
          const { date } = localDay(zone, at)
          const within = date > first && date <= last
          if (within && isBusiness(calendar, zone, at)) dates.add(date)
        }
        // Started outside a business day, the next one is the first of the clock and not counted.
        expect(dates.size).toBe(isBusiness(calendar, zone, start) ? days : days + 1)
      }),
      { numRuns: 30 },
    )
  })

  it('later starts are never due earlier, and more days never sooner', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.nat({ max: 10 * DAY }),
        fc.integer({ min: 1, max: 5 }),
        (calendar, start, gap, days) => {
          const ends = (from: number, n: number): number => dueInstant(calendar, 'UTC', from, { businessDays: n })
          expect(ends(start + gap, days)).toBeGreaterThanOrEqual(ends(start, days))
          expect(ends(start, days + 1)).toBeGreaterThan(ends(start, days))
        },
      ),
    )
  })
})
