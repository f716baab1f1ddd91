import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iso } from '../instant'
import type { ReviewKind } from './agenda'
import { type BoardDue, boardsDue, dayEnd, dayOf, isDay, type ScheduleFacts } from './schedule'

const HOUR = 3_600_000
const at = (text: string): number => Date.parse(text)

const facts = (more: Partial<ScheduleFacts> = {}): ScheduleFacts => ({
  zone: 'America/New_York',
  since: at('2026-01-05T14:00:00Z'),
  held: [],
  triggers: [],
  ...more,
})

const dueOf = (kind: ReviewKind, due: readonly BoardDue[]): BoardDue | undefined => due.find((one) => one.kind === kind)

describe('boardsDue', () => {
  it('counts from the day on which the program came into force', () => {
    expect(boardsDue(facts())).toEqual([
      { kind: 'weekly', due: at('2026-01-13T05:00:00Z'), day: '2026-01-12', risks: [] },
      { kind: 'sweep', due: at('2026-01-20T05:00:00Z'), day: '2026-01-19', risks: [] },
    ])
  })

  it('counts a sweep as the weekly board, and a weekly board not as the sweep', () => {
    const swept = boardsDue(facts({ held: [{ kind: 'sweep', at: at('2026-01-20T15:00:00Z') }] }))
    expect(swept.map(({ kind, day }) => [kind, day])).toEqual([
      ['weekly', '2026-01-27'],
      ['sweep', '2026-02-03'],
    ])
    const weekly = boardsDue(facts({ held: [{ kind: 'weekly', at: at('2026-01-20T15:00:00Z') }] }))
    expect(dueOf('sweep', weekly)?.day).toBe('2026-01-19')
  })

  it('lets neither of them be met by an out-of-band review', () => {
    const due = boardsDue(facts({ held: [{ kind: 'out_of_band', at: at('2026-01-20T15:00:00Z') }] }))
    expect(due).toEqual(boardsDue(facts()))
  })

  it('calls for one out of band at the first deadline of all triggers', () => {
    const triggers = [
      { key: 'R-2', due: at('2026-01-06T15:00:00Z') },
      { key: 'R-1', due: at('2026-01-06T12:00:00Z') },
      { key: 'R-2', due: at('2026-01-06T16:00:00Z') },
    ]
    expect(boardsDue(facts({ triggers }))[0]).toEqual({
      kind: 'out_of_band',
      due: at('2026-01-06T12:00:00Z'),
      day: null,
      risks: ['R-1', 'R-2'],
    })
  })

  it('takes the day from the zone, not from UTC', () => {
    const late = { kind: 'weekly' as const, at: at('2026-01-20T03:30:00Z') }
    expect(dueOf('weekly', boardsDue(facts({ held: [late] })))?.day).toBe('2026-01-26')
    expect(dueOf('weekly', boardsDue(facts({ held: [late], zone: 'Europe/Berlin' })))?.day).toBe('2026-01-27')
  })
})

describe('a year of boards', () => {
  /** Meets at 10:00 local time on each day that is due, and follows what the rule says next. */
  function year(zone: string, kind: 'weekly' | 'sweep'): { days: string[]; spans: number[] } {
    const held: { kind: ReviewKind; at: number }[] = []
    const days: string[] = []
    const spans: number[] = []
    let before = at('2026-01-05T14:00:00Z')
    for (let meeting = 0; meeting < (kind === 'weekly' ? 52 : 26); meeting += 1) {
      const due = dueOf(kind, boardsDue(facts({ zone, since: before, held })))
      if (due?.day == null) throw new Error('no board is due')
      days.push(due.day)
      spans.push((due.due - before) / HOUR)
      // A quarter of an hour before the day ends: still in time.
      before = due.due - HOUR / 4
      held.push({ kind, at: before })
    }
    return { days, spans }
  }

  it.each(['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/Santiago', 'UTC'])(
    'stays on its weekday in %s, whatever the clocks do',
    (zone) => {
      for (const kind of ['weekly', 'sweep'] as const) {
        const { days } = year(zone, kind)
        const weekdays = new Set(days.map((day) => new Date(day).getUTCDay()))
        expect(weekdays.size).toBe(1)
        const steps = days.slice(1).map((day, index) => (at(day) - at(days[index] ?? '')) / (24 * HOUR))
        expect(new Set(steps)).toEqual(new Set([kind === 'weekly' ? 7 : 14]))
      }
    },
  )

  it('has one week of 167 hours and one of 169 where clocks change by an hour', () => {
    const { spans } = year('America/New_York', 'weekly')
    const weeks = spans.slice(1).map((span) => span - 0.25)
    expect(weeks.filter((hours) => hours === 167)).toHaveLength(1)
    expect(weeks.filter((hours) => hours === 169)).toHaveLength(1)
    expect(weeks.filter((hours) => hours === 168)).toHaveLength(49)
  })
})

describe('days', () => {
  it('end where the next one begins, also where midnight does not come', () => {
    // In Santiago clocks go from 24:00 on the 5th to 01:00 on the 6th.
    expect(iso(dayEnd('America/Santiago', '2026-09-05'))).toBe('2026-09-06T04:00:00.000Z')
    expect(iso(dayEnd('America/New_York', '2026-11-01'))).toBe('2026-11-02T05:00:00.000Z')
  })

  it('hold every instant before their end', () => {
    const zones = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago')
    const instants = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        expect(dayEnd(zone, dayOf(zone, instant))).toBeGreaterThan(instant)
      }),
    )
  })

  it.each([
    ['2026-11-26', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['26-11-2026', false],
    ['2026-11-26T10:00', false],
    ['', false],
  ])('are read as they are written: %s', (text, is) => {
    expect(isDay(text)).toBe(is)
  })
})
