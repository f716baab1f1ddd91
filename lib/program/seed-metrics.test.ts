import { describe, expect, it } from 'vitest'
import { limitFor } from '@/lib/domain/metric/rule'
import { amountIn } from './amount'
import { bundled, items, plain, section, table } from './fixtures/seed'
import type { Measure } from './schema/metrics'

const { scoreboard } = bundled()
const metrics = new Map(scoreboard.metrics.map((metric) => [metric.id, metric]))
const measures = new Map(scoreboard.metrics.flatMap((metric) => metric.measures.map((one) => [one.id, one])))
const rows = table('11.2')
const profiles = scoreboard.profiles.map((profile) => profile.id)
const phases = bundled().phases.map((phase) => phase.id)

function measure(id: string): Measure {
  const found = measures.get(id)
  if (found === undefined) throw new Error(`no measure ${id}`)
  return found
}

/** The hard limit that decides, in the measure's unit. */
function hard({ limits, unit }: Measure, profile: string, phase = 'alpha', environment = 'any'): number | null {
  const numbers = limits.map((limit) => ({
    ...limit,
    from: undefined,
    warn: undefined,
    hard: amountIn(unit, limit.hard),
  }))
  const set = numbers.flatMap((limit) => (limit.hard === null ? [] : [{ ...limit, hard: limit.hard }]))
  return limitFor(set, { profile, environment, phase, at: 0 })?.hard ?? null
}

describe('dimensions (seed 11.1)', () => {
  it('has the four', () => {
    expect(scoreboard.dimensions.map((row) => row.title)).toEqual(items('11.1').map(plain))
  })
})

describe('metrics (seed 11.2)', () => {
  it('has the twelve in their order, and two off the scoreboard', () => {
    expect(rows).toHaveLength(12)
    const on = scoreboard.metrics.filter((metric) => metric.scoreboard).map((metric) => metric.id)
    expect(on).toEqual(rows.map(([id]) => id))
    const off = scoreboard.metrics.filter((metric) => !metric.scoreboard)
    expect(off.map((metric) => metric.id)).toEqual(['M-PERF-04', 'M-FLAKE-01'])
    for (const metric of off) expect(metric.choice).toContain('seed')
  })

  it.each(rows)('%s has every column', (id = '', dimension, definition, target, source, cadence) => {
    const metric = metrics.get(id)
    expect(metric?.dimension).toBe(dimension.toLowerCase())
    expect([metric?.definition, metric?.target, metric?.source]).toEqual([definition, target, source])
    expect(metric?.cadence.text).toBe(cadence)
    const every = /^(Per (?:gated run|build)|Daily|Nightly|Weekly|Bi-weekly|Monthly)/.exec(cadence)?.[1]
    expect(metric?.cadence.every).toBe(every?.toLowerCase().replace('per ', '').replace(' ', '-'))
  })

  it('calls M-COR-* critical, and nothing else (seed 11.4)', () => {
    const critical = scoreboard.metrics.filter((metric) => metric.critical).map((metric) => metric.id)
    expect(critical).toEqual(['M-COR-01', 'M-COR-02', 'M-COR-03'])
    for (const id of critical) expect(metrics.get(id)).toMatchObject({ requiredFrom: 'alpha', replay: true })
  })

  it.each([
    ['M-COR-01', 'higher', /^>= ([\d.]+)%/],
    ['M-COR-02', 'lower', /^(\d+) per release candidate/],
    ['M-COR-03', 'higher', /^(\d+)%/],
    ['M-DX-02', 'higher', /^>= (\d+)%/],
  ])('%s has the limit of its target', (id, better, pattern) => {
    const target = rows.find(([row]) => row === id)?.[3] ?? ''
    expect(measure(id).better).toBe(better)
    expect(hard(measure(id), 'core-min')).toBe(Number(pattern.exec(target)?.[1]))
  })

  it('falls and does not fall where the seed speaks of a trend', () => {
    const trends = scoreboard.metrics.flatMap((metric) => (metric.trend ? [[metric.id, metric.trend]] : []))
    expect(trends).toEqual([
      ['M-DX-03', 'falling'],
      ['M-ADOPT-02', 'not_falling'],
    ])
    expect(measure('M-ADOPT-02').limits).toEqual([])
  })

  it('has no regression rule, for the seed asks for none', () => {
    for (const one of measures.values()) expect(one.regression, one.id).toBeUndefined()
  })
})

describe('budgets by profile (seed 11.2)', () => {
  const scale: Record<string, number> = { KiB: 1024, MiB: 1, ms: 1 }
  const named = [
    ['M-PERF-01', 'raw', 'M-PERF-01A', 'bytes', 'ci'],
    ['M-PERF-01', 'gzip', 'M-PERF-01B', 'bytes', 'ci'],
    ['M-PERF-02', 'desktop p95', 'M-PERF-02A', 'ms', 'desktop-chromium'],
    ['M-PERF-02', 'mobile p95', 'M-PERF-02B', 'ms', 'mobile-android'],
    ['M-PERF-03', 'steady heap p95', 'M-PERF-03A', 'MiB', 'desktop-chromium'],
    ['M-PERF-03', 'cancellation p95', 'M-PERF-03B', 'ms', 'desktop-chromium'],
  ] as const

  it.each(named)('%s %s is %s in %s on %s', (metric, words, id, unit, environment) => {
    const target = rows.find(([row]) => row === metric)?.[3] ?? ''
    const [, figures = '', from = ''] = new RegExp(`${words} <= ([\\d./]+) (\\w+)`).exec(target) ?? []
    const limits = figures.split('/').map((figure) => Number(figure) * (scale[from] ?? Number.NaN))
    expect(limits).toHaveLength(3)
    for (const phase of phases) {
      expect(profiles.map((profile) => hard(measure(id), profile, phase, environment))).toEqual(limits)
    }
    expect(measure(id)).toMatchObject({ unit, better: 'lower', profiles, environments: [environment] })
  })

  it('orders the profiles as the seed does', () => {
    expect(section('11.2')).toContain(`profile ordered as \`${profiles.join('/')}\``)
    expect(profiles).toEqual(['core-min', 'core-trace', 'full-dev'])
  })

  it('comes to these bytes', () => {
    const bytes = (id: string) => profiles.map((profile) => hard(measure(id), profile))
    expect(bytes('M-PERF-01A')).toEqual([665_600, 921_600, 1_331_200])
    expect(bytes('M-PERF-01B')).toEqual([225_280, 327_680, 491_520])
  })
})

describe('seed protocol (seed 11.6)', () => {
  it('asks every p95 and the replay overhead for five seeds, and accepts what the harness has reduced', () => {
    const with5 = [...measures.values()].filter((one) => one.seedProtocol !== undefined)
    const ids = ['02A', '02B', '03A', '03B', '04A', '04B', '04C', '04D'].map((id) => `M-PERF-${id}`)
    expect(with5.map((one) => one.id)).toEqual(ids)
    for (const { id, unit, seedProtocol } of with5) {
      const latency = unit === 'ms' || unit === 'us'
      expect(seedProtocol, id).toMatchObject({ seeds: [11, 29, 42, 73, 101], acceptsSummaries: true })
      expect(seedProtocol?.iterations, id).toBe(latency ? 2000 : undefined)
      expect(seedProtocol?.choice, id).toContain('11.6')
    }
  })

  it('warns and then fails on the operational measures, in every profile', () => {
    const limits = ['A', 'B', 'C', 'D'].map((letter) => measure(`M-PERF-04${letter}`).limits)
    expect(limits).toEqual([
      [{ warn: 8, hard: 12 }],
      [{ warn: 15, hard: 24 }],
      [{ warn: 40, hard: 65 }],
      [{ warn: 12, hard: 20 }],
    ])
    for (const one of metrics.get('M-PERF-04')?.measures ?? []) {
      expect(one).toMatchObject({ profiles: [], environments: [] })
    }
  })
})

describe('values the seed does not give', () => {
  const own = ['M-DX-01', 'M-DX-03', 'M-ADOPT-01', 'M-ADOPT-03A', 'M-ADOPT-03B', 'M-ADOPT-03C', 'M-FLAKE-01']

  it.each(own)('%s marks each limit as its own choice', (id) => {
    const { limits } = measure(id)
    expect(limits.length).toBeGreaterThan(0)
    for (const limit of limits) expect(limit.choice).toMatch(/^The seed gives no /)
  })

  it('marks no limit that the seed gives', () => {
    const marked = [...measures.values()].filter((one) => one.limits.some((limit) => limit.choice !== undefined))
    expect(marked.map((one) => one.id)).toEqual(own)
  })

  it.each(['M-DX-01', 'M-DX-03', 'M-ADOPT-01', 'M-FLAKE-01'])(
    '%s tightens from phase to phase, without a gap',
    (id) => {
      const one = measure(id)
      const limits = phases.map((phase) => hard(one, 'core-min', phase) ?? Number.NaN)
      const better = one.better === 'lower' ? -1 : 1
      limits.slice(1).forEach((limit, n) => {
        expect((limit - (limits[n] ?? Number.NaN)) * better, `${phases[n + 1]}`).toBeGreaterThanOrEqual(0)
      })
    },
  )
})

describe('every required series', () => {
  const required = scoreboard.metrics.flatMap((metric) =>
    metric.scoreboard ? metric.measures.map((one) => ({ metric, one })) : [],
  )

  it.each(required)('of $one.id exists and has a limit or a trend', ({ metric, one }) => {
    expect(one.profiles.length * one.environments.length).toBeGreaterThan(0)
    for (const profile of one.profiles) {
      for (const environment of one.environments) {
        for (const phase of phases) {
          const limit = hard(one, profile, phase, environment)
          expect(limit !== null || (metric.trend !== undefined && one.limits.length === 0), phase).toBe(true)
        }
      }
    }
  })

  it('is asked from Alpha on for correctness and budgets, from Pilot on for onboarding and adoption', () => {
    for (const { metric } of required) {
      const early = metric.dimension === 'correctness' || metric.dimension === 'performance'
      expect(metric.requiredFrom, metric.id).toBe(early ? 'alpha' : 'pilot')
      expect(metric.provenance, metric.id).toBe(early ? 'command' : metric.id === 'M-DX-01' ? 'either' : 'record')
    }
  })
})
