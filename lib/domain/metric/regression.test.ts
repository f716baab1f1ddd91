import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Judgement, judge } from './judge'
import type { MeasureRule, Regression } from './rule'
import type { Verdict } from './verdict'

const setting = { profile: 'core-min', environment: 'ci', phase: 'alpha', at: 0 }

function judged(value: number, regression: Regression, limit = 1e9, breaches = 0): Judgement {
  const rule: MeasureRule = {
    id: 'm',
    unit: 'ms',
    better: 'lower',
    limits: [{ hard: limit, warn: limit / 2 }],
    regression,
  }
  return judge(rule, { value, observedAt: 0, samples: 1, source: null, missingSeeds: null }, setting, breaches)
}

const codes = ({ reasons }: Judgement): (string | undefined)[] => reasons.map((reason) => reason.split(': ')[0])

describe('judge, by regression', () => {
  it.each<[number, number, number, Verdict]>([
    [100, 100, 10, 'pass'],
    [90, 100, 10, 'pass'],
    [109.99, 100, 10, 'pass'],
    [120, 100, 10, 'fail'],
    [110.01, 100, 10, 'fail'],
    // Unrounded: 10.004 % is over 10 %, though both round to 10.00.
    [110.004, 100, 10, 'fail'],
    // The formula as it stands: 110 / 100 - 1 is a little more than a tenth in binary, and so are these.
    [110, 100, 10, 'fail'],
    [55, 50, 10, 'fail'],
    [11, 10, 10, 'fail'],
    // Exact in binary, so equality can be seen to pass.
    [150, 100, 50, 'pass'],
    [150.00000000000003, 100, 50, 'fail'],
    [125, 100, 25, 'pass'],
    [1.5, 1, 50, 'pass'],
    [0, 100, 10, 'pass'],
    [5e-324, 5e-324, 10, 'pass'],
    [1e300, 5e-324, 10, 'fail'],
  ])('$0 over a baseline of $1 with $2 percent allowed is $3', (value, baseline, percent, verdict) => {
    const found = judged(value, { percent, baselines: [{ value: baseline }] }, Number.MAX_VALUE)
    expect(found.verdict).toBe(verdict)
    expect(codes(found)).toEqual(verdict === 'fail' ? ['regression'] : [])
  })

  it('says the growth in words that keep it apart from what is allowed', () => {
    const [reason] = judged(110.004, { percent: 10, baselines: [{ value: 100 }] }).reasons
    expect(reason).toBe('regression: 110.004 ms is 10.004 % over the baseline 100 ms; 10 % is allowed')
    const [close] = judged(100.100000001, { percent: 0.1, baselines: [{ value: 100 }] }).reasons
    expect(close).toMatch(/is 0\.1\d+ % over .*; 0\.1 % is allowed$/)
    expect(close).not.toContain('is 0.1 % over')
  })

  it.each<[string, Regression['baselines']]>([
    ['there is none', []],
    ['it is for another profile', [{ profile: 'core-trace', value: 100 }]],
    ['it is for another environment', [{ environment: 'pilot', value: 100 }]],
    ['it is zero', [{ value: 0 }]],
    ['it is negative zero', [{ value: -0 }]],
    ['it is negative', [{ value: -100 }]],
    ['it is no number', [{ value: Number.NaN }]],
  ])('is an error where a baseline is asked for and %s', (_, baselines) => {
    const found = judged(1, { percent: 10, baselines })
    expect([found.verdict, codes(found)]).toEqual(['error', ['no_baseline']])
  })

  it('takes the baseline of profile and environment', () => {
    const baselines = [
      { profile: 'core-trace', value: 1 },
      { profile: 'core-min', environment: 'pilot', value: 2 },
      { profile: 'core-min', environment: 'ci', value: 100 },
    ]
    expect(judged(105, { percent: 10, baselines }).verdict).toBe('pass')
    expect(judged(120, { percent: 10, baselines }).verdict).toBe('fail')
  })

  it('comes to the worse of limit and regression, with the reasons of both', () => {
    const regression = { percent: 10, baselines: [{ value: 100 }] }
    expect(judged(300, regression, 200)).toMatchObject({ verdict: 'fail', limit: 200, warn: 100 })
    expect(codes(judged(300, regression, 200))).toEqual(['over_limit', 'regression'])
    expect(codes(judged(150, regression, 200))).toEqual(['over_warn', 'regression'])
    expect(judged(150, regression, 200).verdict).toBe('fail')
    expect(judged(105, regression, 200).verdict).toBe('warn')
    expect(judged(105, { percent: 10, baselines: [] }, 200).verdict).toBe('error')
    expect(codes(judged(300, { percent: 10, baselines: [] }, 200))).toEqual(['over_limit', 'no_baseline'])
  })

  it('fails exactly where ((value / baseline) - 1) * 100 > percent', () => {
    const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(positive, positive, fc.double({ min: 0.01, max: 500, noNaN: true }), (value, baseline, percent) => {
        const expected = (value / baseline - 1) * 100 > percent ? 'fail' : 'pass'
        expect(judged(value, { percent, baselines: [{ value: baseline }] }).verdict).toBe(expected)
      }),
    )
  })

  it('never gets better by a higher value', () => {
    const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(positive, positive, positive, (a, b, baseline) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const regression = { percent: 10, baselines: [{ value: baseline }] }
        if (judged(low, regression).verdict === 'fail') expect(judged(high, regression).verdict).toBe('fail')
      }),
    )
  })
})
