import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Window } from '../window/window'
import type { SampleValue } from './reduce'
import { judgeRunSeries, windowAt, windowsOf } from './run'
import type { MeasureRule } from './rule'

/** Windows of ten: [0, 10), [10, 20) and so on. */
const windows: Window[] = [0, 1, 2, 3].map((n) => ({ label: `w${n}`, start: n * 10, end: n * 10 + 10 }))
const named = (...labels: string[]): Window[] => windows.filter((window) => labels.includes(window.label))

const rule: MeasureRule = { id: 'm', unit: 'ms', better: 'lower', limits: [{ warn: 5, hard: 8 }] }
const bySeed: MeasureRule = { ...rule, seedProtocol: { seeds: [1, 2], acceptsSummaries: false } }
const setting = { profile: 'core-min', environment: 'ci', phase: 'alpha' }

const at = (observedAt: number, value: number, seed: number | null = null): SampleValue<string> => {
  return { observedAt, value, seed, source: `${observedAt}` }
}

function judged(
  samples: SampleValue<string>[],
  by = rule,
  breaches = 0,
): ReturnType<typeof judgeRunSeries<string, Window>> {
  const own = windowsOf(
    samples.map((sample) => sample.observedAt),
    windows,
  )
  return judgeRunSeries(by, samples, own, setting, breaches)
}
const said = (run: ReturnType<typeof judged>): string[] =>
  run.parts.map(({ window, judgement }) => `${window.label} ${judgement.verdict} ${judgement.value}`)

describe('windowAt', () => {
  it.each([
    [-1, null],
    [0, 'w0'],
    [9, 'w0'],
    [9.999, 'w0'],
    [10, 'w1'],
    [39, 'w3'],
    [40, null],
  ])('%d lies in %s', (instant, label) => {
    expect(windowAt(instant, windows)?.label ?? null).toBe(label)
  })

  it('finds nothing among none, nor in a gap', () => {
    expect(windowAt(5, [])).toBeNull()
    expect(windowAt(15, named('w0', 'w2'))).toBeNull()
  })

  it('finds what looking at each window finds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 45 }), fc.subarray(windows), (instant, some) => {
        const expected = some.find(({ start, end }) => start <= instant && instant < end)
        expect(windowAt(instant, some)).toBe(expected ?? null)
      }),
    )
  })
})

describe('windowsOf', () => {
  it('gives each window once, oldest first, and leaves out instants that none holds', () => {
    expect(windowsOf([35, 1, 2, 30, 99, -4], windows)).toEqual(named('w0', 'w3'))
    expect(windowsOf([], windows)).toEqual([])
  })
})

describe('judgeRunSeries', () => {
  it('judges a run within one window as a whole', () => {
    const run = judged([at(1, 4), at(2, 6), at(3, 5)])
    expect(said(run)).toEqual(['w0 warn 6'])
    expect(run.overall).toBe(run.parts[0])
    expect(run.overall.reduced).toMatchObject({ source: '2', observedAt: 3, samples: 3 })
  })

  it('judges each window by what the run had seen up to its end', () => {
    expect(said(judged([at(25, 4), at(5, 9), at(12, 1)]))).toEqual(['w0 fail 9', 'w1 fail 9', 'w2 fail 9'])
    expect(said(judged([at(5, 1), at(12, 6), at(25, 9)]))).toEqual(['w0 pass 1', 'w1 warn 6', 'w2 fail 9'])
    expect(said(judged([at(9, 1), at(10, 6)]))).toEqual(['w0 pass 1', 'w1 warn 6'])
  })

  it('has no data in a window before the last required seed came', () => {
    expect(said(judged([at(5, 1, 1), at(12, 3, 2)], bySeed))).toEqual(['w0 no_data null', 'w1 pass 2'])
  })

  it('answers with its last window, and counts the run once in the streak', () => {
    const run = judged([at(5, 1), at(12, 6), at(25, 6)], rule, 0)
    expect(run.overall).toBe(run.parts[2])
    expect(run.breaches).toBe(1)
    expect(judged([at(5, 6), at(12, 6)], rule, 1)).toMatchObject({
      breaches: 2,
      overall: { judgement: { verdict: 'fail' } },
    })
    expect(judged([at(5, 1)], rule, 4).breaches).toBe(0)
    expect(judged([at(5, 1, 1)], bySeed, 4).breaches).toBe(4)
  })

  it('takes the limits of the day on which its newest sample was observed', () => {
    const tightened: MeasureRule = { ...rule, limits: [{ hard: 8 }, { from: 12, hard: 3 }] }
    expect(said(judged([at(5, 4), at(12, 4)], tightened))).toEqual(['w0 pass 4', 'w1 fail 4'])
    expect(said(judged([at(11, 4)], tightened))).toEqual(['w1 pass 4'])
  })

  it('refuses to judge nothing', () => {
    expect(() => judgeRunSeries(rule, [], [], setting, 0)).toThrow(RangeError)
  })

  const sample = fc.record({
    observedAt: fc.integer({ min: 0, max: 39 }),
    value: fc.integer({ min: 0, max: 10 }),
    seed: fc.constantFrom(null, 1, 2, 3),
    source: fc.constant(''),
  })
  const samples = fc.array(sample, { minLength: 1, maxLength: 12 })
  const rules = fc.constantFrom(rule, bySeed, { ...bySeed, seedProtocol: { seeds: [1, 2], acceptsSummaries: true } })

  it('lets no part depend on anything observed at or after its window ends', () => {
    fc.assert(
      fc.property(rules, samples, fc.array(sample, { maxLength: 6 }), fc.nat({ max: 3 }), (by, all, more, breaches) => {
        const before = judged(all, by, breaches)
        for (const part of before.parts) {
          const later = more.filter((one) => one.observedAt >= part.window.end)
          const after = judged([...all, ...later], by, breaches)
          expect(after.parts.find(({ window }) => window === part.window)).toEqual(part)
        }
      }),
    )
  })

  it('has one part for each window in which something was observed', () => {
    fc.assert(
      fc.property(rules, samples, (by, all) => {
        const parts = judged(all, by).parts.map(({ window }) => window)
        expect(parts).toEqual(
          windows.filter(({ start, end }) => all.some((s) => s.observedAt >= start && s.observedAt < end)),
        )
      }),
    )
  })
})
