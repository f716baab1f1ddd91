import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, iso } from '../instant'
import {
  nextWindow,
  previousWindow,
  startOfDay,
  type Window,
  type WindowRule,
  windowOf,
  windowsBetween,
} from './window'

const rule = (zone: string, length: WindowRule['length'] = 'P1W'): WindowRule => ({ zone, length })
const holding = (zone: string, instant: string, length?: WindowRule['length']): Window =>
  windowOf(rule(zone, length), Date.parse(instant))
const shown = ({ label, start, end }: Window): string => `${label} ${iso(start)} ${iso(end)}`
const hours = ({ start, end }: Window): number => (end - start) / HOUR

describe('weeks', () => {
  it.each([
    ['America/New_York', '2026-11-18T12:00:00Z', '2026-W47 2026-11-16T05:00:00.000Z 2026-11-23T05:00:00.000Z'],
    ['UTC', '2026-11-18T12:00:00Z', '2026-W47 2026-11-16T00:00:00.000Z 2026-11-23T00:00:00.000Z'],
    ['Europe/Berlin', '2026-11-18T12:00:00Z', '2026-W47 2026-11-15T23:00:00.000Z 2026-11-22T23:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-18T12:00:00Z', '2026-W47 2026-11-15T18:30:00.000Z 2026-11-22T18:30:00.000Z'],
    ['Asia/Kathmandu', '2026-11-18T12:00:00Z', '2026-W47 2026-11-15T18:15:00.000Z 2026-11-22T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-18T12:00:00Z', '2026-W47 2026-11-15T10:00:00.000Z 2026-11-22T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-18T12:00:00Z', '2026-W47 2026-11-16T11:00:00.000Z 2026-11-23T11:00:00.000Z'],
    // The first instant of a window belongs to it, the last one before its end too.
    ['America/New_York', '2026-11-16T05:00:00.000Z', '2026-W47 2026-11-16T05:00:00.000Z 2026-11-23T05:00:00.000Z'],
    ['America/New_York', '2026-11-23T04:59:59.999Z', '2026-W47 2026-11-16T05:00:00.000Z 2026-11-23T05:00:00.000Z'],
    ['America/New_York', '2026-11-23T05:00:00.000Z', '2026-W48 2026-11-23T05:00:00.000Z 2026-11-30T05:00:00.000Z'],
    // The same instant is Sunday here and Monday there.
    ['UTC', '2026-11-23T03:00:00Z', '2026-W48 2026-11-23T00:00:00.000Z 2026-11-30T00:00:00.000Z'],
  ])('in %s hold %s: %s', (zone, instant, expected) => {
    expect(shown(holding(zone, instant))).toBe(expected)
  })

  it.each([
    ['2020-12-28T12:00:00Z', '2020-W53'],
    ['2021-01-03T23:59:59Z', '2020-W53'],
    ['2021-01-04T00:00:00Z', '2021-W01'],
    ['2024-12-29T12:00:00Z', '2024-W52'],
    ['2024-12-30T12:00:00Z', '2025-W01'],
    ['2026-12-28T12:00:00Z', '2026-W53'],
    ['2027-01-01T12:00:00Z', '2026-W53'],
    ['2027-01-04T12:00:00Z', '2027-W01'],
    ['2023-01-01T12:00:00Z', '2022-W52'],
  ])('at the turn of a year: %s is in %s', (instant, label) => {
    expect(holding('UTC', instant).label).toBe(label)
  })

  it.each([
    ['America/New_York', '2026-03-04T12:00:00Z', 167],
    ['America/New_York', '2026-10-28T12:00:00Z', 169],
    ['America/New_York', '2026-11-04T12:00:00Z', 168],
    ['Europe/Berlin', '2026-03-25T12:00:00Z', 167],
    ['Europe/Berlin', '2026-10-21T12:00:00Z', 169],
    ['Australia/Lord_Howe', '2026-04-01T12:00:00Z', 168.5],
    ['Australia/Lord_Howe', '2026-09-30T12:00:00Z', 167.5],
    ['UTC', '2026-03-25T12:00:00Z', 168],
    // Samoa crossed the date line: Friday 30 December 2011 did not come.
    ['Pacific/Apia', '2011-12-28T12:00:00Z', 144],
  ])('in %s the week of %s has %d hours', (zone, instant, expected) => {
    expect(hours(holding(zone, instant))).toBe(expected)
  })
})

describe('days and months', () => {
  it.each([
    ['America/New_York', '2026-11-23T04:59:59.999Z', 'P1D', '2026-11-22', 24],
    ['America/New_York', '2026-03-08T12:00:00Z', 'P1D', '2026-03-08', 23],
    ['America/New_York', '2026-11-01T12:00:00Z', 'P1D', '2026-11-01', 25],
    ['America/New_York', '2026-03-31T12:00:00Z', 'P1M', '2026-03', 743],
    ['America/New_York', '2026-11-15T12:00:00Z', 'P1M', '2026-11', 721],
    ['UTC', '2024-02-29T12:00:00Z', 'P1M', '2024-02', 29 * 24],
    ['UTC', '2026-12-31T23:59:59Z', 'P1M', '2026-12', 31 * 24],
    // Clocks go forward at midnight: the day begins at 01:00.
    ['Africa/Cairo', '2026-04-24T12:00:00Z', 'P1D', '2026-04-24', 23],
    ['America/Sao_Paulo', '2018-11-04T12:00:00Z', 'P1D', '2018-11-04', 23],
    // Clocks go back at midnight: the hour before it comes twice, and midnight once.
    ['America/Sao_Paulo', '2019-02-16T12:00:00Z', 'P1D', '2019-02-16', 25],
    // The hour after midnight comes twice.
    ['America/Havana', '2026-11-01T12:00:00Z', 'P1D', '2026-11-01', 25],
    ['Pacific/Apia', '2011-12-29T12:00:00Z', 'P1D', '2011-12-29', 24],
  ] as const)('in %s hold %s: %s %s of %d hours', (zone, instant, length, label, expected) => {
    const window = holding(zone, instant, length)
    expect([window.label, hours(window)]).toEqual([label, expected])
  })

  it('leaves out the day that a zone skipped', () => {
    const rule: WindowRule = { zone: 'Pacific/Apia', length: 'P1D' }
    const days = windowsBetween(rule, Date.parse('2011-12-29T00:00:00Z'), Date.parse('2011-12-31T12:00:00Z'))
    expect(days.map((day) => day.label)).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01'])
  })

  it('keeps an hour that comes after the end of its own date in the window that had begun', () => {
    // In Newfoundland clocks went back from 00:01 to 23:01 of the day before.
    const again = Date.parse('2009-11-01T03:00:00Z')
    expect(again).toBeGreaterThan(startOfDay('America/St_Johns', '2009-11-01'))
    for (const [length, label] of [
      ['P1D', '2009-11-01'],
      ['P1M', '2009-11'],
    ] as const) {
      const window = windowOf(rule('America/St_Johns', length), again)
      expect(window.label).toBe(label)
      expect(window.start <= again && again < window.end).toBe(true)
    }
  })
})

describe('startOfDay', () => {
  it.each([
    ['America/New_York', '2026-11-26', '2026-11-26T05:00:00.000Z'],
    ['America/New_York', '2026-07-04', '2026-07-04T04:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['UTC', '2026-02-28', '2026-02-28T00:00:00.000Z'],
  ])('in %s %s begins at %s', (zone, day, expected) => {
    expect(iso(startOfDay(zone, day))).toBe(expected)
  })
})

describe('windows', () => {
  const zones = [
    'UTC',
    'America/New_York',
    'America/St_Johns',
    'America/Havana',
    'America/Sao_Paulo',
    'Europe/Berlin',
    'Africa/Cairo',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Kiritimati',
  ]
  const anyRule = fc.record({
    zone: fc.constantFrom(...zones),
    length: fc.constantFrom<WindowRule['length']>('P1D', 'P1W', 'P1M'),
  })
  const instant = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2050, 0) })

  it('hold the instant they are asked for', () => {
    fc.assert(
      fc.property(anyRule, instant, (rule, at) => {
        const { start, end } = windowOf(rule, at)
        expect(start <= at && at < end).toBe(true)
      }),
    )
  })

  it('are the same for every instant in them', () => {
    fc.assert(
      fc.property(
        anyRule,
        instant,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (rule, at, share) => {
          const window = windowOf(rule, at)
          const other = window.start + Math.floor(share * (window.end - window.start))
          expect(windowOf(rule, other)).toEqual(window)
          expect(windowOf(rule, window.end - 1)).toEqual(window)
        },
      ),
    )
  })

  it('follow each other without gap or overlap, each under a label of its own', () => {
    fc.assert(
      fc.property(anyRule, instant, (rule, at) => {
        const window = windowOf(rule, at)
        const [next, previous] = [nextWindow(rule, window), previousWindow(rule, window)]
        expect(next.start).toBe(window.end)
        expect(previous.end).toBe(window.start)
        expect(previousWindow(rule, next)).toEqual(window)
        expect(new Set([previous.label, window.label, next.label]).size).toBe(3)
        expect(previous.label < window.label && window.label < next.label).toBe(true)
      }),
    )
  })

  it('of a span are all of them, oldest first', () => {
    const span = fc.tuple(instant, fc.nat({ max: 400 * 24 * HOUR }))
    fc.assert(
      fc.property(anyRule, span, (rule, [from, length]) => {
        const all = windowsBetween(rule, from, from + length)
        expect(all[0]).toEqual(windowOf(rule, from))
        expect(all.at(-1)).toEqual(windowOf(rule, from + length))
        for (const [index, window] of all.slice(1).entries()) expect(window.start).toBe(all[index]?.end)
      }),
      { numRuns: 30 },
    )
    expect(windowsBetween(rule('UTC'), 1e12, 1e12 - 8 * 24 * HOUR)).toEqual([])
    const week = holding('UTC', '2026-11-18T12:00:00Z')
    expect(windowsBetween(rule('UTC'), week.start, week.end - 1)).toEqual([week])
    expect(windowsBetween(rule('UTC'), week.start, week.end)).toHaveLength(2)
  })

  it('begin on a Monday, at midnight or when the day begins', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
        const { start, label } = windowOf(rule(zone), at)
        const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone, weekday: 'short' })
        expect(local.format(start)).toBe('Mon')
        expect(local.format(start - 1)).toBe('Sun')
        expect(label).toMatch(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/)
      }),
    )
  })
})
