import type { Instant } from '../instant'
import { judge } from '../metric/judge'
import type { MeasureRule } from '../metric/rule'
import { derivedParity } from '../parity/derived'
import { addPoint } from '../scoreboard/facts'
import { scoreboards } from '../scoreboard/scoreboard'
import { type Scoreboard, type SeriesFacts, type SeriesSpec, seriesId, type WindowFacts } from '../scoreboard/types'
import type { GateFacts, GateWindow, JudgedPoint } from './facts'
import { effectivePhase, type GateProgram } from './program'

/** One look at a program's facts: what several gates share is worked out once. */
export interface Judging {
  program: GateProgram
  facts: GateFacts
  now: Instant
  /** Scoreboards of all windows, the open one by what a phase requires (null: by the first), oldest first. */
  boards(phase: string | null): readonly Scoreboard[]
  /** The same for chosen metrics alone, all required, by the limits of a phase where one is named. */
  metricBoards(metrics: readonly string[], limitsOf: string | null): readonly Scoreboard[]
}

export function judging(program: GateProgram, facts: GateFacts, now: Instant): Judging {
  const known = new Map<string, readonly Scoreboard[]>()
  const once = (key: string, make: () => readonly Scoreboard[]): readonly Scoreboard[] => {
    const made = known.get(key) ?? make()
    known.set(key, made)
    return made
  }
  const windows = currentOf(program, facts, now)
  return {
    program,
    facts,
    now,
    boards: (phase) =>
      once(`board ${phase}`, () => {
        const spec = program.scoreboard(phase, facts.since)
        const last = windows.length - 1
        return scoreboards(
          windows.map((window, index) => (index === last ? { ...window, spec } : window)),
          now,
        )
      }),
    metricBoards: (metrics, limitsOf) =>
      once(`metrics ${metrics.join()} ${limitsOf}`, () => {
        const specs = metrics.flatMap((id) => program.metrics.get(id)?.spec ?? [])
        const spec = { dimensions: [], metrics: specs, since: facts.since }
        return scoreboards(
          windows.map((window) => ({
            ...rejudged(
              program,
              window,
              specs.flatMap(({ series }) => series),
              limitsOf,
            ),
            spec,
          })),
          now,
        )
      }),
  }
}

/** The windows, the last of them with what evidence says of the parity metric. */
function currentOf(program: GateProgram, facts: GateFacts, now: Instant): GateWindow[] {
  return facts.windows.map((known, index) => {
    const window = { ...known, waivers: facts.waivers }
    if (index < facts.windows.length - 1) return window
    return { ...window, series: withDerived(program, facts, window, now) }
  })
}

/**
 * Where the parity metric is both uploaded and derived, the worse counts (semantics 14). What is derived makes
 * nothing better: a pass leaves the uploads as they are.
 */
function withDerived(
  program: GateProgram,
  facts: GateFacts,
  window: GateWindow,
  now: Instant,
): ReadonlyMap<string, SeriesFacts> {
  const metric = program.parityMetric === null ? undefined : program.metrics.get(program.parityMetric)
  const rate = derivedParity(program, facts.phase, facts.evidence, facts.parityCounts, now)
  if (metric === undefined || rate === null) return window.series
  const series = new Map(window.series)
  for (const spec of metric.spec.series) {
    const rule = metric.rules.get(spec.measure)
    const uploaded = facts.windows.some((one) => one.series.has(seriesId(spec)))
    // Without an upload the metric has no data; what evidence says does not stand in for it.
    if (rule === undefined || !uploaded) continue
    const value = rule.unit === '%' ? rate.rate * 100 : rate.rate
    const setting = {
      profile: spec.profile,
      environment: spec.environment,
      phase: effectivePhase(program, facts.phase),
      at: now,
    }
    const found = judge(rule, reducedTo(value, now), setting, 0)
    if (found.verdict === 'pass') continue
    const point = {
      id: 0,
      verdict: found.verdict,
      value,
      limit: found.limit,
      warn: found.warn,
      observedAt: now,
      reasons: [`derived: ${rate.passed} of ${rate.total} required checks pass by the evidence`, ...found.reasons],
    }
    series.set(seriesId(spec), addPoint(series.get(seriesId(spec)), point, spec.better))
  }
  return series
}

/** A window's facts by the limits of another phase; those that were judged by it already stay as they are. */
function rejudged(
  program: GateProgram,
  window: GateWindow,
  series: readonly SeriesSpec[],
  limitsOf: string | null,
): WindowFacts {
  if (limitsOf === null) return window
  const facts = new Map(window.series)
  for (const spec of series) {
    const id = seriesId(spec)
    const points = window.points.get(id)
    const rule = ruleOf(program, spec)
    if (points === undefined || rule === undefined || rule.limits.every((limit) => limit.phase === undefined)) continue
    const anew = points.map((point) => byPhase(rule, spec, point, limitsOf))
    const derived = facts.get(id)?.worst.id === 0 ? facts.get(id)?.worst : undefined
    const all = derived === undefined ? anew : [...anew, derived]
    const found = all.reduce<SeriesFacts | undefined>((known, point) => addPoint(known, point, spec.better), undefined)
    if (found !== undefined) facts.set(id, found)
  }
  return { ...window, series: facts }
}

const reducedTo = (value: number, observedAt: Instant) => ({
  value,
  observedAt,
  samples: 1,
  source: null,
  missingSeeds: null,
})

const ruleOf = (program: GateProgram, { measure }: SeriesSpec): MeasureRule | undefined =>
  [...program.metrics.values()].find(({ rules }) => rules.has(measure))?.rules.get(measure)

function byPhase(rule: MeasureRule, spec: SeriesSpec, point: JudgedPoint, phase: string): JudgedPoint {
  if (point.phase === phase || point.value === null) return point
  const setting = { profile: spec.profile, environment: spec.environment, phase, at: point.observedAt }
  const { verdict, limit, warn, reasons } = judge(
    rule,
    reducedTo(point.value, point.observedAt),
    setting,
    point.breaches,
  )
  return { ...point, verdict, limit, warn, reasons }
}
