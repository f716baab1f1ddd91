import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breachesAfter, type Judgement, judge } from './judge'
import { type Reduced, reduce } from './reduce'
import type { MeasureRule, Setting } from './rule'
import { isWorse, type Verdict, verdicts } from './verdict'

const setting: Setting = { profile: 'core-min', environment: 'ci', phase: 'alpha', at: 0 }

const size: MeasureRule = {
  id: 'size',
  unit: 'bytes',
  better: 'lower',
  limits: [{ profile: 'core-min', warn: 614_400, hard: 665_600 }],
}
const rate: MeasureRule = { id: 'rate', unit: '%', better: 'higher', limits: [{ warn: 99.8, hard: 99.5 }] }

const reduced = (value: number): Reduced => ({ value, observedAt: 0, samples: 1, source: null, missingSeeds: null })
const judged = (rule: MeasureRule, value: number, breaches = 0): Judgement =>
  judge(rule, reduced(value), setting, breaches)
const codes = ({ reasons }: Judgement): (string | undefined)[] => reasons.map((reason) => reason.split(': ')[0])

describe('judge, by limit', () => {
  it.each<[MeasureRule, number, Verdict, string[]]>([
    [size, 614_399, 'pass', []],
    [size, 614_400, 'pass', []],
    [size, 614_401, 'warn', ['over_warn']],
    [size, 665_600, 'warn', ['over_warn']],
    [size, 665_601, 'fail', ['over_limit']],
    [size, Infinity, 'fail', ['over_limit']],
    [size, Number.NaN, 'fail', ['over_limit']],
    [rate, 100, 'pass', []],
    [rate, 99.8, 'pass', []],
    [rate, 99.79999999999998, 'warn', ['over_warn']],
    [rate, 99.5, 'warn', ['over_warn']],
    [rate, 99.49999999999999, 'fail', ['over_limit']],
    [rate, Number.NaN, 'fail', ['over_limit']],
  ])('$0.id $1 is $2', (rule, value, verdict, reasons) => {
    const found = judged(rule, value)
    expect(found.verdict).toBe(verdict)
    expect(codes(found)).toEqual(reasons)
    expect(found.value).toBe(value)
  })

  it('says value, limit and profile in words that keep them apart', () => {
    expect(judged(size, 665_601)).toEqual({
      verdict: 'fail',
      fails: true,
      value: 665_601,
      limit: 665_600,
      warn: 614_400,
      reasons: ['over_limit: 650.001 KiB is over 650 KiB in core-min'],
    })
    expect(judged(rate, 99.4996).reasons).toEqual(['over_limit: 99.4996 % is under 99.5 % in core-min'])
    expect(judged(size, 640_000).reasons).toEqual(['over_warn: 625 KiB is over 600 KiB in core-min, the warning limit'])
  })

  it('is an error where the program has limits and none for the setting, whatever the value', () => {
    for (const value of [0, 1, 1e300]) {
      const found = judge(size, reduced(value), { ...setting, profile: 'full-dev' }, 0)
      expect([found.verdict, found.limit, codes(found)]).toEqual(['error', null, ['no_limit']])
    }
  })

  it('is an error without any limit, unless a trend judges the measure', () => {
    const bare: MeasureRule = { ...size, limits: [] }
    expect(judged(bare, 1).verdict).toBe('error')
    expect(judged({ ...bare, trend: 'falling' }, 1).verdict).toBe('pass')
    expect(judge({ ...size, trend: 'falling' }, reduced(1), { ...setting, profile: 'full-dev' }, 0).verdict).toBe(
      'error',
    )
  })

  it('is no data without the required seeds, and names them', () => {
    const missing: Reduced = { value: null, observedAt: 0, samples: 3, source: null, missingSeeds: [73, 101] }
    expect(judge(size, missing, setting, 5)).toEqual({
      verdict: 'no_data',
      fails: false,
      value: null,
      limit: 665_600,
      warn: 614_400,
      reasons: ['missing_seeds: required seeds 73, 101 are not in the run'],
    })
  })

  it.each<[number, Verdict, number | null, string[]]>([
    [1, 'no_data', null, ['missing_seeds']],
    [640_000, 'no_data', null, ['missing_seeds', 'over_warn']],
    [700_000, 'fail', 700_000, ['missing_seeds', 'over_limit']],
  ])("of a harness's own value %d beside missing seeds is %s", (value, verdict, shown, reasons) => {
    const found = judge(size, { ...reduced(value), value, source: null, missingSeeds: [11] }, setting, 0)
    expect([found.verdict, found.value, codes(found)]).toEqual([verdict, shown, reasons])
  })
})

describe('judge, by escalation', () => {
  it('makes the second warning in a row a failure', () => {
    expect(judged(size, 640_000, 0).verdict).toBe('warn')
    const second = judged(size, 640_000, 1)
    expect([second.verdict, codes(second)]).toEqual(['fail', ['escalated']])
    expect(second.reasons[0]).toContain('625 KiB is over 600 KiB in core-min')
    expect(judged(size, 640_000, 7).verdict).toBe('fail')
  })

  it('lets a pass pass and a hard failure be one, whatever came before', () => {
    for (const before of [0, 1, 2, 40]) {
      expect(judged(size, 614_400, before).verdict).toBe('pass')
      expect(codes(judged(size, 665_601, before))).toEqual(['over_limit'])
    }
  })

  /** Verdicts of runs one after the other; null is a run without all seeds. */
  function streak(values: readonly (number | null)[], rule: MeasureRule = size): string {
    let breaches = 0
    const out = values.map((value) => {
      const run: Reduced =
        value === null ? { value, observedAt: 0, samples: 1, source: null, missingSeeds: [11] } : reduced(value)
      const { verdict } = judge(rule, run, setting, breaches)
      breaches = breachesAfter(breaches, verdict)
      return verdict
    })
    return out.join(' ')
  }

  const [good, warm, hot] = [600_000, 640_000, 700_000]

  it.each([
    [[warm, warm], 'warn fail'],
    [[warm, warm, warm, warm], 'warn fail fail fail'],
    [[warm, good, warm], 'warn pass warn'],
    [[warm, warm, good, warm, warm], 'warn fail pass warn fail'],
    [[hot, warm], 'fail fail'],
    [[hot, good, warm], 'fail pass warn'],
    [[warm, hot, warm], 'warn fail fail'],
    [[warm, null, warm], 'warn no_data fail'],
    [[warm, null, null, warm], 'warn no_data no_data fail'],
    [[null, warm], 'no_data warn'],
    [[good, null, warm], 'pass no_data warn'],
    [[null, null, warm, warm], 'no_data no_data warn fail'],
  ])('%j is %s', (values, expected) => {
    expect(streak(values)).toBe(expected)
  })

  it('counts breaches as the streak says, at every length', () => {
    const value = fc.constantFrom(good, warm, hot, null)
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        const found = streak(values).split(' ')
        values.forEach((one, index) => {
          // What counts before this run: whatever has data, back to the last pass.
          const before = values.slice(0, index).filter((earlier) => earlier !== null)
          const breached = before.length > 0 && before.at(-1) !== good
          const expected = one === null ? 'no_data' : one === good ? 'pass' : one === hot || breached ? 'fail' : 'warn'
          expect(found[index]).toBe(expected)
        })
      }),
    )
  })

  it('is moved by warnings and failures, ended by a pass, and left alone by the rest', () => {
    expect(verdicts.map((verdict) => [verdict, breachesAfter(3, verdict)])).toEqual([
      ['pass', 0],
      ['warn', 4],
      ['no_data', 3],
      ['fail', 4],
      ['error', 3],
    ])
  })
})

describe('judge, of samples as they come', () => {
  const value = fc.integer({ min: 0, max: 9 })
  const sample = fc.record({
    value,
    seed: fc.constantFrom(null, 1, 2, 3),
    observedAt: fc.nat({ max: 5 }),
    source: fc.constant(null),
  })
  const protocols = [undefined, { seeds: [1, 2], acceptsSummaries: false }, { seeds: [1, 2], acceptsSummaries: true }]
  const rule = fc.record({
    id: fc.constant('m'),
    unit: fc.constant('ms'),
    better: fc.constant('lower' as const),
    limits: fc.constantFrom([{ hard: 7, warn: 4 }], [{ hard: 4 }], []),
    seedProtocol: fc.constantFrom(...protocols),
    regression: fc.constantFrom(undefined, { percent: 50, baselines: [{ value: 4 }] }, { percent: 50, baselines: [] }),
  })

  it('never gets better by a sample worse than all before, but where it had no data', () => {
    fc.assert(
      fc.property(
        rule,
        fc.array(sample, { minLength: 1, maxLength: 6 }),
        sample,
        fc.nat({ max: 2 }),
        (by, all, one, n) => {
          const bad = { ...one, value: Math.max(one.value, ...all.map((other) => other.value)) }
          const before = judge(by, reduce(by, all), setting, n).verdict
          fc.pre(before !== 'no_data')
          expect(isWorse(before, judge(by, reduce(by, [...all, bad]), setting, n).verdict)).toBe(false)
        },
      ),
    )
  })

  it('has a value wherever it has data, and reasons wherever it does not pass', () => {
    fc.assert(
      fc.property(rule, fc.array(sample, { minLength: 1, maxLength: 6 }), fc.nat({ max: 2 }), (by, all, n) => {
        const found = judge(by, reduce(by, all), setting, n)
        expect(found.value === null).toBe(found.verdict === 'no_data')
        expect(found.reasons.length > 0).toBe(found.verdict !== 'pass')
        for (const reason of found.reasons) expect(reason).toMatch(/^[a-z_]+: .+/)
      }),
    )
  })
})
