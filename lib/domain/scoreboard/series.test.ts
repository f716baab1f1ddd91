import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../instant'
import { boardSpec, into, metricSpec, point, seriesSpec, WEEK, week, weekFacts } from './fixtures/board'
import { scoreboards } from './scoreboard'
import { type MetricSpec, type MetricState, type Point, type SeriesState, seriesId } from './types'

const one = seriesSpec()
const ID = seriesId(one)

/** The metric in each week, from points by week; `now` in days, by default long after. */
function states(metric: MetricSpec, weeks: readonly (readonly Point[])[], now = 1000 * WEEK): MetricState[] {
  const spec = boardSpec([metric])
  const history = weeks.map((points, n) => weekFacts(n, spec, new Map(points.length > 0 ? [[ID, points]] : [])))
  return scoreboards(history, now).map((board) => board.metrics[0] as MetricState)
}

const series = (metric: MetricSpec, weeks: readonly (readonly Point[])[], now?: number): SeriesState[] =>
  states(metric, weeks, now).map((state) => state.series[0] as SeriesState)

const brief = ({ verdict, carried, age }: SeriesState): unknown[] => [verdict, carried, age === null ? null : age / DAY]

describe('the roll-up of a window', () => {
  const [bad, good] = [point('fail', into(0, 1)), point('pass', into(0, 2))]

  it('by worst stays with the worst of its runs', () => {
    const metric = metricSpec({ rollUp: 'worst' })
    expect(series(metric, [[bad, good]])[0]).toMatchObject({ verdict: 'fail', point: bad, carried: false })
    expect(series(metric, [[good, bad]])[0]).toMatchObject({ verdict: 'fail', point: bad })
  })

  it('by latest follows the newest observation', () => {
    const metric = metricSpec({ rollUp: 'latest' })
    expect(series(metric, [[bad, good]])[0]).toMatchObject({ verdict: 'pass', point: good })
    expect(series(metric, [[good, bad]])[0]).toMatchObject({ verdict: 'pass', point: good })
    expect(series(metric, [[point('pass', into(0, 1)), point('fail', into(0, 3))]])[0]?.verdict).toBe('fail')
  })

  it('hands on the newest value, not the worst', () => {
    for (const rollUp of ['worst', 'latest'] as const) {
      const [, next] = series(metricSpec({ rollUp }), [[bad, good], []])
      expect(next).toMatchObject({ verdict: 'pass', point: good, carried: true })
    }
  })

  it('of series takes the worst, and points to the one nearest its limit or furthest beyond', () => {
    const specs = ['a', 'b', 'c', 'd'].map((profile) => seriesSpec({ profile }))
    const spec = boardSpec([metricSpec({ series: specs })])
    const deciding = (points: Point[]): (string | undefined)[] => {
      const facts = weekFacts(0, spec, new Map(specs.map((one, n) => [seriesId(one), [points[n] ?? bad]])))
      const [state] = scoreboards([facts], WEEK)[0]?.metrics ?? []
      return [state?.verdict, state?.deciding?.spec.profile]
    }
    const at = (verdict: Point['verdict'], value: number): Point => point(verdict, into(0, 5), { value })
    expect(deciding([at('pass', 1), at('pass', 4), at('pass', 3), at('pass', 2)])).toEqual(['pass', 'b'])
    expect(deciding([at('fail', 9), at('pass', 4), at('fail', 12), at('warn', 7)])).toEqual(['fail', 'c'])
    expect(deciding([at('warn', 7), at('fail', 9), point('no_data', 1), at('pass', 1)])).toEqual(['fail', 'b'])
    expect(deciding([at('fail', 99), at('warn', 6), at('error', 0), at('pass', 1)])).toEqual(['error', 'c'])
  })
})

describe('the age of a value', () => {
  const metric = metricSpec({ maxAge: 8 * DAY })
  const seen = point('pass', into(0, 6))

  it('counts up to the maximum, that included, and not a millisecond longer', () => {
    expect(brief(series(metric, [[seen], []], into(0, 14))[1] as SeriesState)).toEqual(['pass', true, 8])
    const [, stale] = series(metric, [[point('pass', into(0, 6) - 1)], []], into(0, 14))
    expect(stale).toMatchObject({ verdict: 'no_data', carried: false, point: { verdict: 'pass' } })
    expect(stale?.reasons).toEqual([
      expect.stringMatching(/^stale: the newest value is just over 8 d old and counts for 8 d$/),
    ])
  })

  it('is taken at the end of a window that has ended, and now in one that has not', () => {
    expect(series(metric, [[seen]], into(0, 6.5))[0]?.age).toBe(12 * HOUR)
    expect(series(metric, [[seen]], 99 * WEEK)[0]?.age).toBe(DAY)
    expect(series(metric, [[seen], []], into(1, 3)).map((state) => state.age)).toEqual([DAY, 4 * DAY])
    // Clocks differ: a value may be observed a little after now.
    expect(series(metric, [[seen]], into(0, 6) - 1000)[0]?.age).toBe(0)
  })

  it('makes a value stale within its own window too', () => {
    const nightly = metricSpec({ maxAge: 2 * DAY })
    const monday = point('pass', into(0, 1))
    expect(brief(series(nightly, [[monday]], into(0, 3))[0] as SeriesState)).toEqual(['pass', false, 2])
    expect(brief(series(nightly, [[monday]], into(0, 3) + 1)[0] as SeriesState)[0]).toBe('no_data')
    expect(series(nightly, [[monday, point('pass', into(0, 5))]], week(0).end)[0]?.verdict).toBe('pass')
  })

  it('is that of the newest value, not of the one that decides', () => {
    const nightly = metricSpec({ maxAge: 2 * DAY, rollUp: 'worst' })
    const [state] = series(nightly, [[point('warn', into(0, 1)), point('pass', into(0, 6))]])
    expect(state).toMatchObject({ verdict: 'warn', age: 6 * DAY })
  })

  it('never makes a failure better', () => {
    const nightly = metricSpec({ maxAge: 2 * DAY })
    const [within, after] = series(nightly, [[point('fail', into(0, 1))], []])
    expect(within).toMatchObject({
      verdict: 'fail',
      reasons: ['code_fail: fail in words', expect.stringMatching(/^stale: /)],
    })
    expect(after?.verdict).toBe('no_data')
  })

  it('carries over many windows while it counts', () => {
    const monthly = metricSpec({ maxAge: 32 * DAY })
    const found = series(monthly, [[point('pass', into(0, 3))], [], [], [], [], []])
    expect(found.map(brief)).toEqual([
      ['pass', false, 4],
      ['pass', true, 11],
      ['pass', true, 18],
      ['pass', true, 25],
      ['pass', true, 32],
      ['no_data', false, 39],
    ])
  })

  it('says of a carried value that it is carried, and how old it is', () => {
    const [, carried] = series(metric, [[point('fail', into(0, 6))], []], into(1, 2))
    expect(carried?.reasons).toEqual([
      'code_fail: fail in words',
      'carried: the value is 3 d old, from an earlier window',
    ])
  })

  it('of nothing is null, and nothing is no data', () => {
    const [state] = series(metric, [[]])
    expect(state).toMatchObject({ verdict: 'no_data', point: null, carried: false, age: null })
    expect(state?.reasons).toEqual([expect.stringMatching(/^never_measured: /)])
  })
})

describe('a metric of several series', () => {
  const [a, b] = [seriesSpec({ profile: 'a' }), seriesSpec({ profile: 'b' })]
  const spec = boardSpec([metricSpec({ series: [a, b], maxAge: 100 * DAY })])
  const weeks = (...measured: [Point[], Point[]][]): MetricState[] => {
    const history = measured.map(([ofA, ofB], n) => {
      const points = new Map([
        [seriesId(a), ofA],
        [seriesId(b), ofB],
      ])
      return weekFacts(n, spec, points)
    })
    return scoreboards(history, 99 * WEEK).map((board) => board.metrics[0] as MetricState)
  }
  const pass = (n: number): Point[] => [point('pass', into(n, 1))]
  const fail = (n: number): Point[] => [point('fail', into(n, 1))]

  it('is only carried where all of them are', () => {
    const found = weeks([fail(0), pass(0)], [[], []], [[], pass(2)])
    expect(found.map(({ carried, breachedWindows, status }) => [carried, breachedWindows, status])).toEqual([
      [false, 1, 'yellow'],
      [true, 1, 'yellow'],
      [false, 2, 'red'],
    ])
  })

  it('needs data of each', () => {
    expect(weeks([pass(0), []])[0]).toMatchObject({ verdict: 'no_data', status: 'yellow' })
    expect(weeks([pass(0), []], [pass(1), []])[1]?.status).toBe('red')
  })
})
