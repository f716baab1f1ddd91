import type { Catalog, CatalogMeasure } from '@/lib/domain/metric/catalog'
import type { Limit } from '@/lib/domain/metric/rule'
import { isProportion } from '@/lib/domain/metric/unit'
import type { MetricSpec, ScoreboardSpec, SeriesSpec } from '@/lib/domain/scoreboard/types'
import { DAY, type Instant } from '@/lib/domain/instant'
import type { Watch } from '@/lib/domain/signal/findings'
import { startOfDay, type WindowRule } from '@/lib/domain/window/window'
import type { GateProgram } from '@/lib/domain/gate/program'
import { amountIn } from './amount'
import { gateProgram } from './gate-program'
import type { Measure, Metric } from './schema/metrics'
import type { Program } from './schema/program'
import { watchesOf } from './watches'

/** A phase's id, null before the first phase, or `released` after the last. */
export type Phase = string | null

export const RELEASED = 'released'

/** A definition made ready for the rules: ids resolved, limits in their measures' units. */
export interface CompiledProgram {
  program: Program
  windows: WindowRule
  catalog: Catalog
  /** Signals that gated runs are held against. */
  watches: readonly Watch[]
  /** Whether runs of this ref may be gated. `ref` is in full form, `refs/heads/main`. */
  isGatedRef(ref: string): boolean
  /** The phase whose limits and requirements count: before the first phase the first, after release the last. */
  effectivePhase(phase: Phase): string
  /** What the scoreboard asks for in a phase. `since` is when the program came into force. */
  scoreboard(phase: Phase, since: Instant): ScoreboardSpec
  /** What gates rest on. */
  gates: GateProgram
}

export function compileProgram(program: Program): CompiledProgram {
  const phases = program.phases.map((phase) => phase.id)
  const effectivePhase = (phase: Phase): string =>
    (phase === null ? phases[0] : phase === RELEASED ? phases.at(-1) : phase) ?? ''
  const gated = program.scoreboard.gatedRefs.map(refPattern)
  const catalog = catalogOf(program)
  const scoreboard = (phase: Phase, since: Instant): ScoreboardSpec => {
    const now = phases.indexOf(effectivePhase(phase))
    const metrics = program.scoreboard.metrics
      .filter((metric) => metric.scoreboard)
      .map((metric) => metricSpec(metric, catalog, now >= phases.indexOf(metric.requiredFrom ?? '')))
    return { dimensions: program.scoreboard.dimensions.map((dimension) => dimension.id), metrics, since }
  }
  return {
    program,
    windows: windowRule(program),
    catalog,
    watches: watchesOf(program),
    effectivePhase,
    isGatedRef: (ref) => gated.some((pattern) => pattern.test(ref)),
    scoreboard,
    gates: gateProgram(program, catalog, (metric) => metricSpec(metric, catalog, true), scoreboard),
  }
}

function windowRule({ zone, window }: Program): WindowRule {
  const { length } = window
  if (length === 'P2W' || length === 'P3M') throw new RangeError(`windows of ${length} are not built`)
  return { zone, length }
}

function refPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`)
}

function catalogOf(program: Program): Catalog {
  const measures = new Map<string, CatalogMeasure>()
  const split = new Map<string, string[]>()
  for (const metric of program.scoreboard.metrics) {
    const all = metric.measures.map((measure) => catalogMeasure(program, metric, measure))
    for (const measure of all) measures.set(measure.id, measure)
    const [only] = all
    if (all.length === 1 && only !== undefined) measures.set(metric.id, only)
    else if (!measures.has(metric.id))
      split.set(
        metric.id,
        all.map((measure) => measure.id),
      )
  }
  const { surfaces, defects } = program
  const retained = surfaces?.retained ?? []
  return {
    measures,
    split,
    profiles: new Set(program.scoreboard.profiles.map((profile) => profile.id)),
    environments: program.scoreboard.environments.map((environment) => environment.id),
    evidence: new Set([...retained.flatMap((surface) => surface.evidence), ...program.evidence.map((one) => one.id)]),
    surfaces: surfaces === undefined ? null : new Set([...retained, ...surfaces.modules].map((one) => one.id)),
    defectKinds: defects === undefined ? null : new Set(defects.kinds.map((kind) => kind.id)),
    defectSeverities: defects === undefined ? null : new Set(defects.severities.map((severity) => severity.id)),
  }
}

function catalogMeasure(program: Program, metric: Metric, measure: Measure): CatalogMeasure {
  const { regression } = measure
  return {
    id: measure.id,
    metric: metric.id,
    title: measure.title,
    kind: measure.kind ?? kindOf(measure.unit),
    unit: measure.unit,
    better: measure.better,
    limits: measure.limits.map((limit): Limit => {
      const warn = limit.warn === undefined ? undefined : inUnit(measure, limit.warn)
      const from = limit.from === undefined ? undefined : startOfDay(program.zone, limit.from)
      return {
        profile: limit.profile,
        environment: limit.environment,
        phase: limit.phase,
        from,
        warn,
        hard: inUnit(measure, limit.hard),
      }
    }),
    seedProtocol: measure.seedProtocol,
    regression: regression && {
      percent: regression.percent,
      baselines: regression.baselines.map((row) => ({ ...row, value: inUnit(measure, row.value) })),
    },
    trend: metric.trend,
  }
}

function kindOf(unit: string): CatalogMeasure['kind'] {
  if (isProportion(unit)) return 'proportion'
  return unit === 'count' ? 'count' : 'amount'
}

/** The loader has checked that it converts. */
function inUnit({ id, unit }: Measure, amount: number | string): number {
  const value = amountIn(unit, amount)
  if (value === null) throw new RangeError(`${id}: ${amount} does not convert to ${unit}`)
  return value
}

/** Days for which a value counts: what the cadence allows, plus a day (semantics 5). */
const maxAgeDays: Record<Metric['cadence']['every'], number> = {
  nightly: 2,
  daily: 2,
  'gated-run': 8,
  build: 8,
  weekly: 8,
  'bi-weekly': 15,
  monthly: 32,
}

function metricSpec(metric: Metric, catalog: Catalog, required: boolean): MetricSpec {
  return {
    id: metric.id,
    title: metric.title,
    dimension: metric.dimension,
    critical: metric.critical,
    required,
    rollUp: metric.rollUp ?? (metric.critical ? 'worst' : 'latest'),
    maxAge: (metric.maxAgeDays ?? maxAgeDays[metric.cadence.every]) * DAY,
    series: metric.measures.flatMap((measure) => requiredSeries(measure, catalog)),
  }
}

function requiredSeries(measure: Measure, catalog: Catalog): SeriesSpec[] {
  const rule = catalog.measures.get(measure.id)
  if (rule === undefined) return []
  return measure.environments.flatMap((environment) =>
    measure.profiles.map((profile) => ({
      measure: measure.id,
      profile,
      environment,
      unit: measure.unit,
      better: measure.better,
      trend: rule.trend,
      capped: measure.limits.length > 0,
    })),
  )
}
