import { describe, expect, it } from 'vitest'
import { boardSpec, into, metricSpec, point, seriesSpec, week, weekFacts, weeksOf, WEEK } from './fixtures/board'
import { scoreboards } from './scoreboard'
import { type MetricSpec, type Point, type Scoreboard, seriesId } from './types'

const NOW = 1000 * WEEK

const lights = (text: string, over: Partial<MetricSpec> = {}, since = -1): string =>
  scoreboards(weeksOf(metricSpec(over), text, since), NOW)
    .map(({ status }) => status[0])
    .join('')

describe('the light of a metric that is not critical', () => {
  it.each([
    // One window out of band is Yellow, the second in a row is Red.
    ['p', 'g'],
    ['f', 'y'],
    ['ff', 'yr'],
    ['fff', 'yrr'],
    ['fpf', 'ygy'],
    ['ffp', 'yrg'],
    ['ffpf', 'yrgy'],
    ['n', 'y'],
    ['nn', 'yr'],
    ['nf', 'yr'],
    ['fn', 'yr'],
    ['e', 'y'],
    ['ee', 'yr'],
    ['pe', 'gy'],
    // A warning is out of band for Yellow only: it never adds to the count, and ends it.
    ['w', 'y'],
    ['wwww', 'yyyy'],
    ['fw', 'yy'],
    ['fwf', 'yyy'],
    ['wf', 'yy'],
    // Without any run there is no data.
    ['.', 'y'],
    ['..', 'yr'],
    ['.f', 'yr'],
    ['.p', 'yg'],
    // A window that only carries is skipped in the count, and a carried failure alone is Yellow.
    ['f.', 'yy'],
    ['f...', 'yyyy'],
    ['f.f', 'yyr'],
    ['f...f', 'yyyyr'],
    ['f.p', 'yyg'],
    ['f.pf', 'yygy'],
    ['f.p.f', 'yyggy'],
    ['ff.', 'yrr'],
    ['ff.f', 'yrrr'],
    ['ff.p', 'yrrg'],
    ['p.', 'gg'],
    ['p.f', 'ggy'],
    ['w.', 'yy'],
    ['f.w.f', 'yyyyy'],
    // A run without a value carries nothing: the next window has no data, and counts.
    ['n.', 'yr'],
    ['fn.', 'yrr'],
  ])('%s: %s', (weeks, expected) => {
    expect(lights(weeks)).toBe(expected)
    expect(lights(weeks, { rollUp: 'worst' })).toBe(expected)
  })
})

describe('the light of a critical metric', () => {
  it.each([
    ['p', 'g'],
    ['f', 'r'],
    ['n', 'r'],
    ['e', 'r'],
    ['.', 'r'],
    ['fp', 'rg'],
    ['f.', 'rr'],
    ['f.p', 'rrg'],
    ['p.', 'gg'],
    ['w', 'y'],
    ['ww', 'yy'],
  ])('%s: %s', (weeks, expected) => {
    expect(lights(weeks, { critical: true })).toBe(expected)
  })
})

describe('a waiver', () => {
  it.each([
    // It is never a pass.
    ['F', 'y'],
    ['N', 'y'],
    ['FF', 'yy'],
    ['FFFF', 'yyyy'],
    // What passes or warns needs none.
    ['P', 'g'],
    ['W', 'y'],
    // It changes no streak: what it covered counts again when it ends.
    ['fF', 'yy'],
    ['fFf', 'yyr'],
    ['Ff', 'yr'],
    ['FPf', 'ygy'],
    ['NFf', 'yyr'],
  ])('over a metric that is not critical, %s: %s', (weeks, expected) => {
    expect(lights(weeks)).toBe(expected)
  })

  it.each([
    ['F', 'y'],
    ['N', 'y'],
    ['NN', 'yy'],
    ['Nf', 'yr'],
    ['fF', 'ry'],
  ])('over a critical metric, %s: %s', (weeks, expected) => {
    expect(lights(weeks, { critical: true })).toBe(expected)
  })

  it('changes no verdict and shows as what it is', () => {
    const [board] = scoreboards(weeksOf(metricSpec({ critical: true }), 'F'), NOW)
    expect(board?.metrics[0]).toMatchObject({ verdict: 'fail', waived: true, breachedWindows: 1 })
    expect(board?.metrics[0]?.series[0]).toMatchObject({ verdict: 'fail', waived: true })
    expect(board?.reasons).toEqual([
      'waived: M Measure is waived, which is never a pass: M core-min on ci: fail in words',
    ])
    const [passing] = scoreboards(weeksOf(metricSpec(), 'P'), NOW)
    expect(passing?.metrics[0]).toMatchObject({ verdict: 'pass', waived: false })
  })

  it('covers its own series and no other', () => {
    const [a, b] = [seriesSpec({ profile: 'a' }), seriesSpec({ profile: 'b' })]
    const spec = boardSpec([metricSpec({ critical: true, series: [a, b] })])
    const light = (ofA: Point[], ofB: Point[]): Scoreboard | undefined => {
      const measured = new Map([
        [seriesId(a), ofA],
        [seriesId(b), ofB],
      ])
      return scoreboards([weekFacts(0, spec, measured, [seriesId(a)])], NOW)[0]
    }
    const [good, bad] = [point('pass', into(0, 1)), point('fail', into(0, 1))]
    expect(light([bad], [good])?.status).toBe('yellow')
    const both = light([bad], [point('no_data', into(0, 1))])
    expect(both?.status).toBe('red')
    // Not the waived failure is why, but what stands beside it.
    expect(both?.reasons).toEqual(['critical_no_data: M Measure, a critical metric: M b on ci: no_data in words'])
  })
})

describe('before the program was in force', () => {
  it('a window without measurements is no breach, and what was measured counts', () => {
    const since = week(2).start
    expect(lights('...', {}, since)).toBe('yyy')
    expect(lights('....', {}, since)).toBe('yyyr')
    expect(lights('.f.', {}, since)).toBe('yyy')
    expect(lights('ff.', {}, since)).toBe('yrr')
    expect(lights('..f', {}, since)).toBe('yyy')
    // A window that ends as the program begins lies before it.
    expect(lights('..', {}, week(1).end)).toBe('yy')
    expect(lights('..', {}, week(0).end)).toBe('yy')
    expect(lights('..', {}, week(0).end - 1)).toBe('yr')
  })
})

describe('a metric that is not required', () => {
  it('is shown and harms nothing', () => {
    const spec = boardSpec([
      metricSpec({ id: 'A', required: false, critical: true }),
      metricSpec({ id: 'B', dimension: 'dx' }),
    ])
    const measured = new Map([
      ['A|core-min|ci', [point('fail', into(0, 1))]],
      ['B|core-min|ci', [point('pass', into(0, 1))]],
    ])
    const [board] = scoreboards([weekFacts(0, spec, measured)], NOW)
    expect(board?.status).toBe('green')
    expect(board?.metrics[0]).toMatchObject({ verdict: 'fail', status: null, breachedWindows: 0 })
    expect(board?.dimensions).toEqual([
      { id: 'perf', status: null },
      { id: 'dx', status: 'green' },
    ])
    expect([board?.reasons, board?.toGreen]).toEqual([[], []])
  })

  it('counts from the window on in which it is required', () => {
    const [before, after] = [false, true].map((required) => metricSpec({ required }))
    const history = weeksOf(metricSpec(), 'ffff').map((facts, n) => {
      return { ...facts, spec: boardSpec([(n < 2 ? before : after) ?? metricSpec()]) }
    })
    expect(scoreboards(history, NOW).map(({ status }) => status)).toEqual(['red', 'red', 'yellow', 'red'])
  })
})
