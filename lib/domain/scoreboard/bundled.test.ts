import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileProgram } from '@/lib/program/compile'
import { loadProgram } from '@/lib/program/load'
import { DAY, type Instant } from '../instant'
import { judge } from '../metric/judge'
import { nextWindow, type Window, windowOf } from '../window/window'
import { scoreboards } from './scoreboard'
import { type Scoreboard, type SeriesFacts, type SeriesSpec, seriesId, type Status, type WindowFacts } from './types'

/** The bundled program's scoreboard by the rules of seed 11.4, from values as runs bring them. */
const result = loadProgram(readFileSync(new URL('../../../programs/asupersync-browser.yaml', import.meta.url), 'utf8'))
if (!result.ok) throw new Error(JSON.stringify(result.faults))
const program = compileProgram(result.loaded.program)

const windows: Window[] = [windowOf(program.windows, Date.parse('2026-10-14T12:00:00Z'))]
for (let n = 1; n < 6; n += 1) windows.push(nextWindow(program.windows, windows[n - 1] as Window))
const NOW = Date.parse('2027-06-01T00:00:00Z')

/** A value with which each measure passes in every phase. */
const good: Record<string, number> = { 'M-COR-01': 100, 'M-COR-03': 100, 'M-DX-02': 100, 'M-ADOPT-01': 100 }

type Values = (series: SeriesSpec) => number | null

/** A week in which every series on the board was measured a day before its end, as `values` say; null for not at all. */
function week(n: number, phase: string | null, values: Values): WindowFacts {
  const window = windows[n] as Window
  const spec = program.scoreboard(phase, 0)
  const series = new Map<string, SeriesFacts>()
  for (const one of spec.metrics.flatMap((metric) => metric.series)) {
    const value = values(one)
    const rule = program.catalog.measures.get(one.measure)
    if (value === null || rule === undefined) continue
    const at: Instant = window.end - DAY
    const setting = { ...one, phase: program.effectivePhase(phase), at }
    const reduced = { value, observedAt: at, samples: 1, source: null, missingSeeds: null }
    const point = { id: 1, observedAt: at, ...judge(rule, reduced, setting, 0) }
    series.set(seriesId(one), { latest: point, worst: point })
  }
  return { window, spec, series }
}

const allGood: Values = ({ measure }) => good[measure] ?? 0
const but =
  (measure: string, value: number | null, profile = 'core-min'): Values =>
  (series) =>
    series.measure === measure && series.profile === profile ? value : allGood(series)

const board = (...weeks: WindowFacts[]): Scoreboard => scoreboards(weeks, NOW).at(-1) as Scoreboard
const lightOf = ({ metrics }: Scoreboard, id: string): Status | null | undefined =>
  metrics.find((metric) => metric.spec.id === id)?.status

const required = (phase: string | null): string[] =>
  program
    .scoreboard(phase, 0)
    .metrics.filter((metric) => metric.required)
    .map((metric) => metric.id)

const core = ['M-COR-01', 'M-COR-02', 'M-COR-03', 'M-PERF-01', 'M-PERF-02', 'M-PERF-03']
const all = [...core, 'M-DX-01', 'M-DX-02', 'M-DX-03', 'M-ADOPT-01', 'M-ADOPT-02', 'M-ADOPT-03']

describe('the bundled scoreboard', () => {
  it.each([
    [null, core],
    ['alpha', core],
    ['beta', core],
    ['pilot', all],
    ['ga', all],
    ['released', all],
  ])('in phase %s requires its metrics, and shows the rest', (phase, expected) => {
    expect(required(phase)).toEqual(expected)
    expect(program.scoreboard(phase, 0).metrics.map((metric) => metric.id)).toEqual(all)
  })

  it('asks for every series that the contract names', () => {
    const { metrics } = program.scoreboard('alpha', 0)
    const series = metrics.flatMap((metric) => metric.series)
    const places = (measure: string): string[] =>
      series.filter((one) => one.measure === measure).map((one) => `${one.profile} ${one.environment}`)
    const inEach = (environment: string): string[] =>
      ['core-min', 'core-trace', 'full-dev'].map((profile) => `${profile} ${environment}`)
    for (const id of ['M-PERF-01A', 'M-PERF-01B']) expect(places(id)).toEqual(inEach('ci'))
    for (const id of ['M-PERF-02A', 'M-PERF-03A', 'M-PERF-03B']) expect(places(id)).toEqual(inEach('desktop-chromium'))
    expect(places('M-PERF-02B')).toEqual(inEach('mobile-android'))
    expect(places('M-PERF-04A')).toEqual([])
    expect(metrics.filter((metric) => metric.critical).map((metric) => [metric.id, metric.rollUp])).toEqual([
      ['M-COR-01', 'worst'],
      ['M-COR-02', 'worst'],
      ['M-COR-03', 'worst'],
    ])
    const days = Object.fromEntries(metrics.map((metric) => [metric.id, metric.maxAge / DAY]))
    expect(days).toMatchObject({ 'M-COR-01': 8, 'M-COR-03': 2, 'M-PERF-01': 8, 'M-PERF-02': 2, 'M-DX-01': 8 })
    expect(days).toMatchObject({ 'M-DX-02': 15, 'M-ADOPT-02': 32 })
  })

  it('is Green where every required metric passes, whatever is not required yet', () => {
    const ofCore: Values = (one) => (/^M-(COR|PERF)/.test(one.measure) ? allGood(one) : null)
    const found = board(week(0, 'alpha', ofCore))
    expect(found).toMatchObject({ status: 'green', reasons: [], toGreen: [] })
    expect(found.dimensions.map(({ id, status }) => [id, status])).toEqual([
      ['correctness', 'green'],
      ['performance', 'green'],
      ['dx', null],
      ['adoption', null],
    ])
  })

  it('is Red without data, before the first phase too', () => {
    for (const phase of [null, 'alpha', 'pilot', 'released']) {
      const found = board(week(0, phase, () => null))
      expect(found.status).toBe('red')
      expect(found.reasons).toHaveLength(required(phase).length)
    }
  })

  it.each([
    ['M-COR-01', 99.4],
    ['M-COR-02', 1],
    ['M-COR-03', 99.99],
    ['M-COR-01', null],
  ])('is Red at once by critical %s at %s', (id, value) => {
    const found = board(week(0, 'alpha', but(id, value)))
    expect([found.status, lightOf(found, id)]).toEqual(['red', 'red'])
    expect(found.dimensions[0]).toEqual({ id: 'correctness', status: 'red' })
    expect(found.dimensions[1]).toEqual({ id: 'performance', status: 'green' })
    expect(found.reasons).toHaveLength(1)
  })

  it.each([
    ['M-PERF-01A', 665_601, 'core-min'],
    ['M-PERF-01B', 491_521, 'full-dev'],
    ['M-PERF-02A', 85.1, 'core-trace'],
    ['M-PERF-02B', null, 'full-dev'],
    ['M-PERF-03A', 24.1, 'core-min'],
    ['M-PERF-03B', 2.6, 'core-min'],
  ])('is Yellow by %s at %s in one window, and Red in two', (id, value, profile) => {
    const [bad, metric] = [but(id, value, profile), id.slice(0, -1)]
    const once = board(week(0, 'alpha', allGood), week(1, 'alpha', bad))
    expect([once.status, lightOf(once, metric)]).toEqual(['yellow', 'yellow'])
    const twice = board(week(0, 'alpha', bad), week(1, 'alpha', bad))
    expect([twice.status, lightOf(twice, metric)]).toEqual(['red', 'red'])
    const mended = board(week(0, 'alpha', bad), week(1, 'alpha', allGood), week(2, 'alpha', bad))
    expect(mended.status).toBe('yellow')
  })

  it('judges onboarding by the target of the phase, once it is required', () => {
    const slow = but('M-DX-01', 40)
    const settled: Values = (one) => (one.measure === 'M-ADOPT-02' ? 80 : slow(one))
    expect(board(week(0, 'beta', settled)).metrics.find(({ spec }) => spec.id === 'M-DX-01')?.verdict).toBe('pass')
    const pilot = board(week(0, 'beta', settled), week(1, 'pilot', settled))
    expect([pilot.status, lightOf(pilot, 'M-DX-01')]).toEqual(['yellow', 'yellow'])
    expect(pilot.dimensions.map(({ status }) => status)).toEqual(['green', 'green', 'yellow', 'green'])
    expect(board(week(0, 'pilot', settled), week(1, 'pilot', settled)).status).toBe('red')
  })

  it('wants friction to fall and retention not to', () => {
    const at =
      (friction: number, retention: number): Values =>
      (one) =>
        one.measure === 'M-DX-03' ? friction : one.measure === 'M-ADOPT-02' ? retention : allGood(one)
    const verdicts = (...weeks: [number, number][]): string => {
      const found = board(...weeks.map(([a, b], n) => week(n, 'pilot', at(a, b))))
      const of = (id: string): string | undefined => found.metrics.find(({ spec }) => spec.id === id)?.verdict
      return `${of('M-DX-03')} ${of('M-ADOPT-02')}`
    }
    expect(verdicts([2, 80])).toBe('pass no_data')
    expect(verdicts([2, 80], [1, 80])).toBe('pass pass')
    expect(verdicts([2, 80], [2, 79])).toBe('fail fail')
    expect(verdicts([0, 80], [0, 90])).toBe('pass pass')
    expect(verdicts([9, 80], [4, 80])).toBe('fail pass')
  })
})
