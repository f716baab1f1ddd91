import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../instant'
import type { Trend } from '../metric/rule'
import type { Verdict } from '../metric/verdict'
import { boardSpec, into, metricSpec, point, seriesSpec, WEEK, weekFacts } from './fixtures/board'
import { scoreboards } from './scoreboard'
import { judgeTrend } from './series'
import type { Point } from './types'

const spec = (trend: Trend, capped = false) => ({ trend, capped, unit: '%' })

describe('judgeTrend', () => {
  it.each<[Trend, number, number, Verdict]>([
    ['falling', 4, 5, 'pass'],
    ['falling', 4.999999999999999, 5, 'pass'],
    ['falling', 5, 5, 'fail'],
    ['falling', 6, 5, 'fail'],
    ['falling', 0, 0, 'pass'],
    ['falling', -0, 0, 'pass'],
    ['falling', 1, 0, 'fail'],
    ['not_falling', 5, 5, 'pass'],
    ['not_falling', 6, 5, 'pass'],
    ['not_falling', 4.999999999999999, 5, 'fail'],
    ['not_falling', 0, 0, 'pass'],
    ['not_falling', 0, 5, 'fail'],
  ])('%s: %d after %d is %s', (trend, value, previous, verdict) => {
    for (const capped of [true, false]) expect(judgeTrend(spec(trend, capped), value, previous).verdict).toBe(verdict)
  })

  it('leaves the first measured window to the cap, and is no data without one', () => {
    expect(judgeTrend(spec('falling', true), 5, null)).toEqual({ verdict: 'pass', reason: null })
    const bare = judgeTrend(spec('not_falling'), 5, null)
    expect(bare.verdict).toBe('no_data')
    expect(bare.reason).toMatch(/^first_window: /)
    // Zero is no exception: nothing is known of a trend yet.
    expect(judgeTrend(spec('falling'), 0, null).verdict).toBe('no_data')
  })

  it('says both values, and nothing of a measure without a trend or a window without a value', () => {
    expect(judgeTrend(spec('falling'), 6, 5).reason).toBe(
      'trend: 6 % after 5 % in the measured window before; it must fall',
    )
    expect(judgeTrend(spec('not_falling'), 4, 5).reason).toMatch(/^trend: .*; it must not fall$/)
    expect(judgeTrend({ trend: undefined, capped: false, unit: '%' }, 6, 5).verdict).toBe('pass')
    expect(judgeTrend(spec('falling'), null, 5)).toEqual({ verdict: 'pass', reason: null })
  })

  it('holds for a strictly falling series and for no other but zeros', () => {
    fc.assert(
      fc.property(fc.nat({ max: 9 }), fc.nat({ max: 9 }), (value, previous) => {
        const [falling, keeping] = (['falling', 'not_falling'] as const).map(
          (trend) => judgeTrend(spec(trend), value, previous).verdict,
        )
        expect(falling).toBe(value < previous || value === 0 ? 'pass' : 'fail')
        expect(keeping).toBe(value < previous ? 'fail' : 'pass')
      }),
    )
  })
})

describe('a trend over windows', () => {
  /** Values by week; null for a week without a run, `?` for a run without a value, `9!` for one its limit fails. */
  function verdicts(trend: Trend, capped: boolean, weeks: readonly (number | string | null)[], worst = false): string {
    const series = seriesSpec({ trend, capped, unit: '%' })
    const board = boardSpec([metricSpec({ series: [series], rollUp: worst ? 'worst' : 'latest' })])
    const pointOf = (value: number | string, at: Instant): Point => {
      if (value === '?') return point('no_data', at)
      return typeof value === 'string'
        ? point('fail', at, { value: Number.parseFloat(value) })
        : point('pass', at, { value })
    }
    const history = weeks.map((value, n) => {
      const points = value === null ? [] : [pointOf(value, into(n, 1))]
      return weekFacts(n, board, new Map(points.length > 0 ? [['M|core-min|ci', points]] : []))
    })
    return scoreboards(history, 99 * WEEK)
      .map(({ metrics }) => metrics[0]?.verdict)
      .join(' ')
  }

  it.each<[Trend, boolean, (number | string | null)[], string]>([
    ['falling', true, [5, 4, 3], 'pass pass pass'],
    ['falling', true, [5, 5, 4], 'pass fail pass'],
    ['falling', true, [1, 0, 0], 'pass pass pass'],
    ['falling', true, ['9!', 8], 'fail pass'],
    ['falling', true, [5, '9!', 8], 'pass fail pass'],
    ['not_falling', false, [80, 80, 90], 'no_data pass pass'],
    ['not_falling', false, [80, 79, 79], 'no_data fail pass'],
    // Windows that measured nothing are passed over: the value before them is what counts.
    ['falling', true, [5, null, 5], 'pass pass fail'],
    ['falling', true, [5, null, null, 4], 'pass pass pass pass'],
    ['not_falling', false, [80, null, 79], 'no_data no_data fail'],
    ['not_falling', false, [null, 80, 81], 'no_data no_data pass'],
    ['falling', true, [5, '?', 5], 'pass no_data fail'],
    ['falling', true, [5, '?', null, 4], 'pass no_data no_data pass'],
    // A carried value keeps what its own window made of it.
    ['falling', true, [5, 6, null], 'pass fail fail'],
  ])('%s, capped %s: %j is %s', (trend, capped, weeks, expected) => {
    expect(verdicts(trend, capped, weeks)).toBe(expected)
    expect(verdicts(trend, capped, weeks, true)).toBe(expected)
  })

  it('takes the worse of limit and trend, with both reasons', () => {
    const series = seriesSpec({ trend: 'falling' })
    const board = boardSpec([metricSpec({ series: [series] })])
    const id = 'M|core-min|ci'
    const history = [
      weekFacts(0, board, new Map([[id, [point('pass', into(0, 1), { value: 3 })]]])),
      weekFacts(1, board, new Map([[id, [point('warn', into(1, 1))]]])),
    ]
    expect(scoreboards(history, 99 * WEEK)[1]?.metrics[0]).toMatchObject({
      verdict: 'fail',
      reasons: [
        'code_warn: M core-min on ci: warn in words',
        'trend: M core-min on ci: 6 ms after 3 ms in the measured window before; it must fall',
      ],
    })
  })

  it('compares with the value that decided the window before', () => {
    const series = seriesSpec({ trend: 'falling' })
    const id = 'M|core-min|ci'
    const last = (rollUp: 'worst' | 'latest'): Verdict | undefined => {
      const board = boardSpec([metricSpec({ series: [series], rollUp })])
      const first = [point('pass', into(0, 1), { value: 5 }), point('pass', into(0, 2), { value: 2 })]
      const history = [
        weekFacts(0, board, new Map([[id, first]])),
        weekFacts(1, board, new Map([[id, [point('pass', into(1, 1), { value: 3 })]]])),
      ]
      return scoreboards(history, 99 * WEEK)[1]?.metrics[0]?.verdict
    }
    expect([last('worst'), last('latest')]).toEqual(['pass', 'fail'])
  })
})
