import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '../instant'
import type { Trend } from '../metric/rule'
import type { Verdict } from '../metric/verdict'
import { boardSpec, into, metricSpec, point, seriesSpec, weekFacts, WEEK } from './fixtures/board'
import { historyAfter, metricsUpon, noHistory, scoreboards, statusOf } from './scoreboard'
import type { MetricSpec, Point, Scoreboard, ScoreboardSpec, Status, WindowFacts } from './types'

/**
 * Properties over any scoreboard: a few metrics of one to three series in two dimensions, up to six weeks of points,
 * and waivers here and there.
 */

const WEEKS = 6

const metric = (id: string): fc.Arbitrary<MetricSpec> =>
  fc
    .record({
      dimension: fc.constantFrom('perf', 'dx'),
      critical: fc.boolean(),
      required: fc.boolean(),
      rollUp: fc.constantFrom<MetricSpec['rollUp']>('worst', 'latest'),
      maxAge: fc.constantFrom(2, 8, 15, 100).map((days) => days * DAY),
      trend: fc.constantFrom<Trend | undefined>(undefined, undefined, 'falling', 'not_falling'),
      capped: fc.boolean(),
      profiles: fc.nat({ max: 3 }),
    })
    .map(({ trend, capped, profiles, ...rest }) => {
      const series = ['a', 'b', 'c']
        .slice(0, profiles)
        .map((profile) => seriesSpec({ measure: id, profile, trend, capped }))
      return metricSpec({ id, ...rest, series })
    })

const spec: fc.Arbitrary<ScoreboardSpec> = fc
  .tuple(fc.subarray(['A', 'B', 'C']), fc.integer({ min: -1, max: WEEKS }))
  .chain(([ids, since]) =>
    fc
      .tuple(...ids.map(metric))
      .map((metrics) => boardSpec(metrics, { dimensions: ['perf', 'dx'], since: since * WEEK })),
  )

/** A point somewhere: which series by number, when, and what of. Instants are unique, so that order cannot matter. */
interface Placed {
  series: number
  week: number
  verdict: Verdict
  value: number
  tick: number
}

const placed: fc.Arbitrary<Placed> = fc.record({
  series: fc.nat({ max: 8 }),
  week: fc.nat({ max: WEEKS - 1 }),
  verdict: fc.constantFrom<Verdict>('pass', 'pass', 'warn', 'fail', 'no_data', 'error'),
  value: fc.nat({ max: 9 }),
  tick: fc.nat({ max: 9_999 }),
})

interface World {
  spec: ScoreboardSpec
  points: Placed[]
  waivers: { series: number; week: number }[]
  now: number
}

const world: fc.Arbitrary<World> = fc.record({
  spec,
  points: fc.uniqueArray(placed, { maxLength: 25, selector: ({ tick }) => tick }),
  waivers: fc.array(fc.record({ series: fc.nat({ max: 8 }), week: fc.nat({ max: WEEKS - 1 }) }), { maxLength: 4 }),
  now: fc.integer({ min: 0, max: WEEKS * 7 + 20 }).map((days) => days * DAY),
})

const idsOf = (spec: ScoreboardSpec): string[] =>
  spec.metrics.flatMap(({ series }) => series.map((one) => `${one.measure}|${one.profile}|${one.environment}`))

const pointOf = ({ week, verdict, value, tick }: Placed): Point =>
  point(verdict, into(week, (tick / 10_000) * 7), { id: tick, ...(verdict === 'no_data' ? {} : { value }) })

function history({ spec, points, waivers }: Omit<World, 'now'>): WindowFacts[] {
  const ids = idsOf(spec)
  return Array.from({ length: WEEKS }, (_, week) => {
    const measured = new Map<string, Point[]>()
    for (const one of points) {
      const id = ids[one.series % Math.max(ids.length, 1)]
      if (one.week === week && id !== undefined) measured.set(id, [...(measured.get(id) ?? []), pointOf(one)])
    }
    const waived = waivers.filter((one) => one.week === week).flatMap(({ series }) => ids[series % ids.length] ?? [])
    return weekFacts(week, spec, measured, waived)
  })
}

const boards = (of: World): Scoreboard[] => scoreboards(history(of), of.now)

const rank: Record<Status, number> = { green: 0, yellow: 1, red: 2 }
const better = (a: Status | null, b: Status | null): boolean => a !== null && b !== null && rank[a] < rank[b]

describe('any scoreboard', () => {
  it('does not depend on anything later', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: WEEKS }), fc.nat({ max: 50 }), (any, count, days) => {
        const [earlier, then] = [history(any).slice(0, count), any.now + days * DAY]
        expect(scoreboards(earlier, any.now)).toEqual(boards(any).slice(0, count))
        // A window that has ended stays as it is, whatever the clock says.
        const ended = earlier.filter(({ window }) => window.end <= any.now)
        expect(scoreboards(ended, then)).toEqual(scoreboards(ended, any.now))
      }),
    )
  })

  it('is told by what the windows before it handed on, whenever that was worked out', () => {
    fc.assert(
      fc.property(world, (any) => {
        const all = history(any)
        const held = all.findIndex(({ window }) => any.now < window.end)
        const earlier = held === -1 ? all.slice(0, -1) : all.slice(0, held)
        const last = all[earlier.length] as WindowFacts
        const before = earlier.reduce(historyAfter, noHistory)
        expect(statusOf(metricsUpon(before, last, any.now)) ?? 'red').toBe(
          scoreboards([...earlier, last], any.now).at(-1)?.status,
        )
        expect(noHistory.carried.size + noHistory.breaches.size).toBe(0)
      }),
    )
  })

  it('does not depend on the order of its facts', () => {
    const shuffled = world.chain((any) =>
      fc.tuple(fc.constant(any), fc.shuffledSubarray(any.points, { minLength: any.points.length })),
    )
    const said = (all: Scoreboard[]): unknown =>
      all.map(({ status, dimensions, metrics, reasons, toGreen }) => {
        const values = metrics.map((one) => one.series.map((state) => [state.verdict, state.point?.value ?? null]))
        return [status, dimensions, reasons, toGreen, metrics.map((one) => [one.verdict, one.status]), values]
      })
    fc.assert(
      fc.property(shuffled, ([any, points]) => {
        expect(said(boards({ ...any, points }))).toEqual(said(boards(any)))
        const turned = history(any).map((facts) => ({ ...facts, series: new Map([...facts.series].reverse()) }))
        expect(scoreboards(turned, any.now)).toEqual(boards(any))
      }),
    )
  })

  it('never gets better, in its own window, by a failure more', () => {
    fc.assert(
      fc.property(world, placed, (any, extra) => {
        fc.pre(!any.points.some(({ tick }) => tick === extra.tick))
        const failing: Placed = { ...extra, verdict: 'fail', value: 9 }
        const before = boards(any)[extra.week]
        const after = boards({ ...any, points: [...any.points, failing] })[extra.week]
        expect(better(after?.status ?? null, before?.status ?? null)).toBe(false)
        before?.dimensions.forEach(({ status }, n) => {
          expect(better(after?.dimensions[n]?.status ?? null, status)).toBe(false)
        })
        before?.metrics.forEach(({ status, breachedWindows }, n) => {
          expect(better(after?.metrics[n]?.status ?? null, status)).toBe(false)
          expect(after?.metrics[n]?.breachedWindows).toBeGreaterThanOrEqual(breachedWindows)
        })
      }),
    )
  })

  it('never gets better by losing a waiver, nor a later one by having had it', () => {
    fc.assert(
      fc.property(world, (any) => {
        const without = boards({ ...any, waivers: [] })
        const lastWaived = Math.max(-1, ...any.waivers.map(({ week }) => week))
        boards(any).forEach(({ status, metrics }, week) => {
          expect(better(without[week]?.status ?? null, status)).toBe(false)
          metrics.forEach((one, n) => {
            const bare = without[week]?.metrics[n]
            expect([one.verdict, one.breachedWindows]).toEqual([bare?.verdict, bare?.breachedWindows])
            if (week > lastWaived) expect(one.status).toBe(bare?.status)
          })
        })
      }),
    )
  })

  it('says why, and what would help, wherever it is not green', () => {
    fc.assert(
      fc.property(world, (any) => {
        for (const board of boards(any)) {
          expect(board.reasons.length > 0).toBe(board.status !== 'green')
          expect(board.toGreen.length > 0).toBe(board.status !== 'green')
          for (const text of [...board.reasons, ...board.toGreen]) expect(text).toMatch(/^[a-z_]+: .+/)
          for (const one of board.metrics) {
            if (one.verdict !== 'pass') expect(one.reasons.length).toBeGreaterThan(0)
            for (const text of one.reasons) expect(text).toMatch(/^[a-z_]+: .+/)
          }
        }
      }),
    )
  })

  it('is as bad as the worst of its required metrics, and Red where nothing is required', () => {
    fc.assert(
      fc.property(world, (any) => {
        for (const { status, metrics, dimensions } of boards(any)) {
          const required = metrics.filter(({ spec }) => spec.required)
          const worst = (all: typeof metrics): Status | null =>
            all.reduce<Status | null>(
              (found, one) => (better(found ?? 'green', one.status) ? one.status : (found ?? 'green')),
              null,
            )
          expect(status).toBe(worst(required) ?? 'red')
          for (const { id, status } of dimensions) {
            expect(status).toBe(worst(required.filter(({ spec }) => spec.dimension === id)))
          }
          for (const one of metrics) expect(one.status === null).toBe(!one.spec.required)
        }
      }),
    )
  })

  it('is green only where every required series passes with a value that still counts', () => {
    fc.assert(
      fc.property(world, (any) => {
        for (const { status, metrics, asOf } of boards(any)) {
          if (status !== 'green') continue
          for (const { spec, series } of metrics.filter((one) => one.spec.required)) {
            expect(series.length).toBeGreaterThan(0)
            for (const { verdict, point } of series) {
              expect(verdict).toBe('pass')
              if (spec.rollUp === 'latest')
                expect(asOf - (point?.observedAt ?? -Infinity)).toBeLessThanOrEqual(spec.maxAge)
            }
          }
        }
      }),
    )
  })
})
