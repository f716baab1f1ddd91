import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBeyond, type Limit, limitFor, type Setting } from './rule'

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`)

const setting: Setting = { profile: 'core-min', environment: 'ci', phase: 'beta', at: day('2026-11-18') }

describe('limitFor', () => {
  const cases: [string, Limit[], number | null][] = [
    ['nothing at all', [], null],
    ['a limit for everything', [{ hard: 1 }], 1],
    ['its profile', [{ profile: 'core-min', hard: 1 }], 1],
    ['another profile alone', [{ profile: 'core-trace', hard: 1 }], null],
    ['another environment alone', [{ environment: 'desktop-chromium', hard: 1 }], null],
    ['another phase alone', [{ phase: 'ga', hard: 1 }], null],
    ['its profile in another phase', [{ profile: 'core-min', phase: 'ga', hard: 1 }], null],
    ['its profile before any', [{ hard: 1 }, { profile: 'core-min', hard: 2 }], 2],
    ['its environment before any', [{ environment: 'ci', hard: 2 }, { hard: 1 }], 2],
    [
      'its profile before its environment',
      [
        { environment: 'ci', hard: 1 },
        { profile: 'core-min', hard: 2 },
      ],
      2,
    ],
    [
      'both before one',
      [
        { profile: 'core-min', hard: 1 },
        { profile: 'core-min', environment: 'ci', hard: 2 },
      ],
      2,
    ],
    ['its phase before any', [{ hard: 5 }, { phase: 'beta', hard: 2 }], 2],
    [
      'its phase before profile and environment together',
      [
        { profile: 'core-min', environment: 'ci', hard: 1 },
        { phase: 'beta', hard: 2 },
      ],
      2,
    ],
    [
      'the most particular of its phase',
      [
        { phase: 'beta', hard: 1 },
        { phase: 'beta', profile: 'core-min', hard: 2 },
        { phase: 'beta', environment: 'ci', hard: 3 },
      ],
      2,
    ],
    ['a date that has come', [{ from: day('2026-11-18'), hard: 1 }], 1],
    ['a date that has not come', [{ from: day('2026-11-18') + 1, hard: 1 }], null],
    ['a date that has come before none', [{ from: day('2026-01-01'), hard: 2 }, { hard: 1 }], 2],
    ['none before a date that has not come', [{ from: day('2027-01-01'), hard: 2 }, { hard: 1 }], 1],
    [
      'the latest date that has come',
      [
        { from: day('2026-10-01'), hard: 1 },
        { from: day('2026-11-01'), hard: 2 },
        { from: day('2026-12-01'), hard: 3 },
      ],
      2,
    ],
    [
      'a limit of its own before a later date for all',
      [
        { profile: 'core-min', hard: 1 },
        { from: day('2026-11-01'), hard: 2 },
      ],
      1,
    ],
    [
      'the latest date within its own',
      [
        { profile: 'core-min', hard: 1 },
        { profile: 'core-min', from: day('2026-11-01'), hard: 2 },
        { profile: 'core-min', from: day('2026-12-01'), hard: 3 },
      ],
      2,
    ],
  ]

  it.each(cases)('takes %s', (_, limits, expected) => {
    expect(limitFor(limits, setting)?.hard ?? null).toBe(expected)
    expect(limitFor([...limits].reverse(), setting)?.hard ?? null).toBe(expected)
  })

  const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  const limit = fc.record({
    profile: optional(['core-min', 'core-trace']),
    environment: optional(['ci', 'pilot']),
    phase: optional(['alpha', 'beta']),
    from: optional([day('2026-10-01'), day('2026-11-18'), day('2026-12-01')]),
    hard: fc.integer(),
  })
  const place = ({ profile, environment, phase, from }: Limit): string =>
    JSON.stringify([profile, environment, phase, from])
  const limits = fc.uniqueArray(limit, { selector: place })

  it('takes one that holds wherever there is one, whatever the order of the rows', () => {
    fc.assert(
      fc.property(limits, (all) => {
        const holds = all.filter(
          (one) =>
            [undefined, 'core-min'].includes(one.profile) &&
            [undefined, 'ci'].includes(one.environment) &&
            [undefined, 'beta'].includes(one.phase) &&
            (one.from === undefined || one.from <= setting.at),
        )
        const found = limitFor(all, setting)
        if (found === null) expect(holds).toEqual([])
        else expect(holds).toContain(found)
        expect(limitFor([...all].reverse(), setting)).toBe(found)
      }),
    )
  })

  it('is not moved by rows that do not hold', () => {
    fc.assert(
      fc.property(limits, fc.array(limit), (all, more) => {
        const elsewhere = more.map((one) => ({ ...one, profile: 'full-dev' }))
        expect(limitFor([...elsewhere, ...all], setting)).toBe(limitFor(all, setting))
      }),
    )
  })
})

describe('isBeyond', () => {
  it.each([
    [650, 650, false, false],
    [650.0000000000001, 650, true, false],
    [649.9999999999999, 650, false, true],
    [0, 0, false, false],
    [-0, 0, false, false],
    [5e-324, 0, true, false],
    [Infinity, 1, true, false],
    // Nothing can be said of it, so it is never within a limit.
    [Number.NaN, 1, true, true],
    [1, Number.NaN, true, true],
  ])('%d and %d: beyond an upper limit %s, beyond a lower one %s', (value, limit, upper, lower) => {
    expect(isBeyond(value, limit, 'lower')).toBe(upper)
    expect(isBeyond(value, limit, 'higher')).toBe(lower)
  })
})
