import { describe, expect, it } from 'vitest'
import { DAY } from '../instant'
import { boardSpec, into, metricSpec, point, seriesSpec, WEEK, weekFacts, weeksOf } from './fixtures/board'
import { scoreboards } from './scoreboard'
import { type MetricSpec, type Point, type Scoreboard, type SeriesSpec, seriesId } from './types'

const NOW = 1000 * WEEK

const last = (text: string, over: Partial<MetricSpec> = {}): Scoreboard => {
  const board = scoreboards(weeksOf(metricSpec({ title: 'Cold init', ...over }), text), NOW).at(-1)
  if (board === undefined) throw new Error('no weeks')
  return board
}

const over = 'over_limit: 9 ms is over 8 ms in core-min'

describe('why a scoreboard stands where it stands', () => {
  it.each([
    ['f', { critical: true }, 'critical_fail: M Cold init, a critical metric: M core-min on ci: fail in words'],
    ['n', { critical: true }, 'critical_no_data: M Cold init, a critical metric: M core-min on ci: no_data in words'],
    ['e', { critical: true }, 'critical_error: M Cold init, a critical metric: M core-min on ci: error in words'],
    ['f', {}, 'out_of_band: M Cold init is out of band in one window: M core-min on ci: fail in words'],
    ['fff', {}, 'repeated_breach: M Cold init is out of band in 3 windows in a row: M core-min on ci: fail in words'],
    ['w', {}, 'warning: M Cold init: M core-min on ci: warn in words'],
    ['F', {}, 'waived: M Cold init is waived, which is never a pass: M core-min on ci: fail in words'],
    [
      'f.',
      {},
      'out_of_band: M Cold init is out of band in one window: M core-min on ci: fail in words; ' +
        'the value is 10 d old, from an earlier window',
    ],
  ])('%s: %3$s', (weeks, spec, expected) => {
    expect(last(weeks, spec).reasons).toEqual([expected])
  })

  it('names the series that decides, not one that only happens to be listed before it', () => {
    const [a, b] = [seriesSpec({ profile: 'a' }), seriesSpec({ profile: 'b' })]
    const spec = boardSpec([metricSpec({ critical: true, series: [a, b] })])
    const points = (series: SeriesSpec, ...all: Point[]): [string, Point[]] => [seriesId(series), all]
    const history = [
      weekFacts(0, spec, new Map([points(a, point('pass', into(0, 3)))])),
      weekFacts(1, spec, new Map([points(b, point('fail', into(1, 3), { reasons: [over] }))])),
    ]
    const board = scoreboards(history, NOW)[1]
    expect(board?.reasons).toEqual([
      'critical_fail: M Measure, a critical metric: M b on ci: 9 ms is over 8 ms in core-min',
    ])
    // The metric itself lists them all.
    expect(board?.metrics[0]?.reasons).toEqual([
      'carried: M a on ci: the value is 11 d old, from an earlier window',
      'over_limit: M b on ci: 9 ms is over 8 ms in core-min',
    ])
  })

  it('says all that decides a series', () => {
    const spec = boardSpec([metricSpec({ maxAge: 2 * DAY })])
    const warned = point('warn', into(0, 1), { reasons: ['over_warn: 6 ms is over 5 ms, the warning limit'] })
    const [board] = scoreboards([weekFacts(0, spec, new Map([['M|core-min|ci', [warned]]]))], NOW)
    expect(board?.reasons).toEqual([
      'out_of_band: M Measure is out of band in one window: M core-min on ci: ' +
        '6 ms is over 5 ms, the warning limit; the newest value is 6 d old and counts for 2 d',
    ])
  })

  it('says so where reasons were not read', () => {
    const spec = boardSpec([metricSpec()])
    const bare = point('fail', into(0, 1), { reasons: [] })
    const [board] = scoreboards([weekFacts(0, spec, new Map([['M|core-min|ci', [bare]]]))], NOW)
    expect(board?.reasons).toEqual(['out_of_band: M Measure is out of band in one window: M core-min on ci: fail'])
  })

  it('has nothing to say of what is green or not required', () => {
    expect(last('p')).toMatchObject({ status: 'green', reasons: [], toGreen: [] })
    const spec = boardSpec([metricSpec(), metricSpec({ id: 'X', required: false })])
    const [board] = scoreboards([weekFacts(0, spec, new Map([['M|core-min|ci', [point('pass', into(0, 4))]]]))], NOW)
    expect(board).toMatchObject({ status: 'green', reasons: [], toGreen: [] })
  })
})

describe('what would turn a scoreboard green', () => {
  const step = (text: string, over: Partial<MetricSpec> = {}): string => {
    const { toGreen } = last(text, over)
    expect(toGreen).toHaveLength(1)
    return toGreen[0] ?? ''
  }

  it.each<[string, Partial<MetricSpec>, string]>([
    ['f', {}, 'pass: M core-min on ci needs a gated, complete run with a value of 5 ms or less'],
    ['w', {}, 'pass: M core-min on ci needs a gated, complete run with a value of 5 ms or less'],
    ['f.', {}, 'pass: M core-min on ci needs a gated, complete run with a value of 5 ms or less'],
    ['.', { maxAge: 8 * DAY }, 'measure: M core-min on ci needs a gated, complete run with a value not older than 8 d'],
    [
      'p..',
      { maxAge: 8 * DAY },
      'measure: M core-min on ci needs a gated, complete run with a value not older than 8 d of 5 ms or less',
    ],
    ['e', {}, "fix_program: M core-min on ci needs a limit or a baseline in the program's next revision"],
    // The worst run of a window stays in it: only the next window can be green.
    [
      'ff',
      { rollUp: 'worst' },
      'next_window: M core-min on ci counts every run of W1; the window after it can be green with values of 5 ms or less',
    ],
    ['f.', { rollUp: 'worst' }, 'pass: M core-min on ci needs a gated, complete run with a value of 5 ms or less'],
  ])('%s: %3$s', (weeks, over, expected) => {
    expect(step(weeks, over)).toBe(expected)
  })

  it('says which way is better, and what a trend asks for', () => {
    const higher = [seriesSpec({ better: 'higher', unit: '%' })]
    expect(step('f', { series: higher })).toMatch(/a value of 5 % or more$/)
    const falling = [seriesSpec({ trend: 'falling' })]
    expect(step('f', { series: falling })).toMatch(/of 5 ms or less, lower than in the window before$/)
    const keeping = [seriesSpec({ trend: 'not_falling', capped: false })]
    expect(step('n', { series: keeping })).toMatch(/, not lower than in the window before$/)
  })

  it('takes the hard limit where there is no warning one', () => {
    const spec = boardSpec([metricSpec()])
    const failed = point('fail', into(0, 1), { warn: null })
    const [board] = scoreboards([weekFacts(0, spec, new Map([['M|core-min|ci', [failed]]]))], NOW)
    expect(board?.toGreen[0]).toMatch(/a value of 8 ms or less$/)
  })

  it('has one step for each series that stands in the way', () => {
    const series = ['a', 'b', 'c'].map((profile) => seriesSpec({ profile }))
    const spec = boardSpec([metricSpec({ series })])
    const measured = new Map([['M|b|ci', [point('pass', into(0, 6))]]])
    const [board] = scoreboards([weekFacts(0, spec, measured)], NOW)
    expect(board?.toGreen.map((text) => text.split(' needs')[0])).toEqual(['measure: M a on ci', 'measure: M c on ci'])
  })
})

describe('nothing is never a pass', () => {
  it('a program that requires nothing is Red, and says so', () => {
    for (const metrics of [[], [metricSpec({ required: false })]]) {
      const spec = boardSpec(metrics, { dimensions: ['perf'] })
      const [board] = scoreboards([weekFacts(0, spec, new Map([['M|core-min|ci', [point('pass', into(0, 4))]]]))], NOW)
      expect(board?.status).toBe('red')
      expect(board?.reasons).toEqual([expect.stringMatching(/^nothing_required: /)])
      expect(board?.toGreen).toEqual([expect.stringMatching(/^require_metric: /)])
      expect(board?.dimensions).toEqual([{ id: 'perf', status: null }])
    }
  })

  it('a required metric without series has no data, and says so', () => {
    for (const [critical, status] of [
      [false, 'yellow'],
      [true, 'red'],
    ] as const) {
      const spec = boardSpec([metricSpec({ series: [], critical })])
      const [first, second] = scoreboards([weekFacts(0, spec, new Map()), weekFacts(1, spec, new Map())], NOW)
      expect([first?.status, second?.status]).toEqual([status, 'red'])
      expect(first?.metrics[0]).toMatchObject({ verdict: 'no_data', carried: false, deciding: null })
      expect(first?.metrics[0]?.reasons).toEqual([expect.stringMatching(/^no_series: /)])
      expect(first?.reasons).toHaveLength(1)
      expect(first?.toGreen).toEqual([expect.stringMatching(/^require_series: /)])
    }
  })

  it('no windows are no scoreboards', () => {
    expect(scoreboards([], NOW)).toEqual([])
  })
})
