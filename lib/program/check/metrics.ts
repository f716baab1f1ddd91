import { converts } from '@/lib/domain/metric/unit'
import { amountIn } from '../amount'
import type { Path } from '../fault'
import type { Measure, Metric } from '../schema/metrics'
import type { Draft } from '../shape'
import { type Checker, type Definition, present } from './checker'
import type { Names } from './names'

/** Metrics, their measures and limits: ids, units, and whether every required series can be judged in every phase. */
export function checkMetrics(checker: Checker, program: Definition, names: Names): void {
  const measures = new Set<string>()
  for (const [m, metric] of present(program.scoreboard?.metrics)) {
    const at = ['scoreboard', 'metrics', m]
    checker.known([...at, 'dimension'], metric.dimension, names.dimensions)
    checker.known([...at, 'owner'], metric.owner, names.roles)
    checker.known([...at, 'requiredFrom'], metric.requiredFrom, names.phases)
    checkPlaceOnBoard(checker, at, metric)
    for (const [i, measure] of present(metric.measures)) {
      const here = [...at, 'measures', i]
      checkId(checker, here, measure.id, metric.id, measures, names)
      checkAmounts(checker, here, measure)
      checker.allKnown([...here, 'profiles'], measure.profiles, names.profiles)
      checker.allKnown([...here, 'environments'], measure.environments, names.environments)
      const settled = checkSettings(checker, here, measure, names)
      if (present(measure.limits).length === 0) checkTrend(checker, at, here, metric, measure)
      else if (settled) checkCoverage(checker, here, measure, names, requiredPhases(program, metric))
    }
  }
}

function checkPlaceOnBoard(checker: Checker, at: Path, metric: Draft<Metric>): void {
  if (metric.scoreboard === false) return
  if (metric.requiredFrom === undefined) {
    const message = `${metric.id} is on the scoreboard, so it must say from which phase it is required`
    checker.reportLack(at, 'missing', message, [
      [...at, 'requiredFrom'],
      [...at, 'scoreboard'],
    ])
  }
  const series = present(metric.measures).some(
    ([, one]) => one.profiles?.length !== 0 && one.environments?.length !== 0,
  )
  if (series) return
  const message = `${metric.id} is on the scoreboard, so a measure must say in which profiles and environments`
  checker.reportLack(at, 'missing', message, [
    [...at, 'measures'],
    [...at, 'scoreboard'],
  ])
}

function checkId(
  checker: Checker,
  at: Path,
  id: string | undefined,
  metric: string | undefined,
  measures: Set<string>,
  names: Names,
): void {
  if (id === undefined) return
  if (measures.has(id)) checker.report([...at, 'id'], 'duplicate', `measure ${id} is there twice`)
  measures.add(id)
  if (metric !== undefined && id !== metric && names.metrics.ids.has(id)) {
    checker.report([...at, 'id'], 'duplicate', `${id} is the id of another metric`)
  }
}

/** Whether every amount is in the measure's unit or converts into it, and limits are in their order. */
function checkAmounts(checker: Checker, at: Path, measure: Draft<Measure>): void {
  const { unit, better } = measure
  if (unit !== undefined && measure.kind === 'proportion' && !converts(unit, 'ratio')) {
    checker.report([...at, 'unit'], 'unit', `a proportion is in ratio or %, not in ${unit}`)
  }
  if (measure.regression !== undefined && better === 'higher') {
    checker.report([...at, 'regression'], 'order', 'a regression rule is for measures of which less is better')
  }
  const inUnit = (path: Path, amount: number | string | undefined): number | null => {
    if (unit === undefined || amount === undefined) return null
    const value = amountIn(unit, amount)
    if (value === null) checker.report(path, 'unit', `${amount} does not convert to ${unit}`)
    return value
  }
  for (const [index, limit] of present(measure.limits)) {
    const here = [...at, 'limits', index]
    const hard = inUnit([...here, 'hard'], limit.hard)
    const warn = inUnit([...here, 'warn'], limit.warn)
    if (hard === null || warn === null || better === undefined) continue
    if (better === 'lower' ? warn >= hard : warn <= hard) {
      checker.report([...here, 'warn'], 'order', 'the warning limit must come before the hard one')
    }
  }
  for (const [index, baseline] of present(measure.regression?.baselines)) {
    inUnit([...at, 'regression', 'baselines', index, 'value'], baseline.value)
  }
}

/** Where limits and baselines hold. Answers whether every limit holds in a place that there is. */
function checkSettings(checker: Checker, at: Path, measure: Draft<Measure>, names: Names): boolean {
  for (const [index, baseline] of present(measure.regression?.baselines)) {
    const here = [...at, 'regression', 'baselines', index]
    checker.known([...here, 'profile'], baseline.profile, names.profiles)
    checker.known([...here, 'environment'], baseline.environment, names.environments)
  }
  const before = checker.problems.length
  const settings = new Set<string>()
  for (const [index, limit] of present(measure.limits)) {
    const here = [...at, 'limits', index]
    checker.known([...here, 'profile'], limit.profile, names.profiles)
    checker.known([...here, 'environment'], limit.environment, names.environments)
    checker.known([...here, 'phase'], limit.phase, names.phases)
    const setting = [limit.profile, limit.environment, limit.phase, limit.from].join('|')
    if (settings.has(setting)) {
      checker.reportLack(here, 'duplicate', 'another limit holds in the same place', [[...at, 'limits']])
    }
    settings.add(setting)
  }
  return checker.problems.length === before
}

function checkTrend(checker: Checker, metricAt: Path, at: Path, metric: Draft<Metric>, measure: Draft<Measure>): void {
  if (metric.trend !== undefined) return
  const message = `${measure.id} has neither a limit nor a trend, so nothing could ever pass`
  checker.reportLack(at, 'missing', message, [
    [...at, 'limits'],
    [...metricAt, 'trend'],
  ])
}

/** The phases in which the scoreboard asks for the metric, in their order. */
function requiredPhases(program: Definition, metric: Draft<Metric>): string[] {
  const phases = present(program.phases).flatMap(([, { id }]) => (id === undefined ? [] : [id]))
  const first = phases.indexOf(metric.requiredFrom ?? '')
  return metric.scoreboard === false || first === -1 ? [] : phases.slice(first)
}

/** A series without a limit is an error, never a pass: so each that is required needs one, whatever the day. */
function checkCoverage(
  checker: Checker,
  at: Path,
  measure: Draft<Measure>,
  names: Names,
  phases: readonly string[],
): void {
  const limits = present(measure.limits).flatMap(([, limit]) => (limit.from === undefined ? [limit] : []))
  const holds = (profile: string, environment: string, phase: string): boolean =>
    limits.some(
      (limit) =>
        (limit.profile ?? profile) === profile &&
        (limit.environment ?? environment) === environment &&
        (limit.phase ?? phase) === phase,
    )
  const environments = present(measure.environments).filter(([, id]) => names.environments.ids.has(id))
  for (const [p, profile] of present(measure.profiles)) {
    if (!names.profiles.ids.has(profile)) continue
    const bare = phases.filter((phase) => environments.some(([, environment]) => !holds(profile, environment, phase)))
    if (bare.length === 0) continue
    const message = `${measure.id} is required in ${profile}, and has no limit there on every day of ${bare.join(', ')}`
    checker.reportLack([...at, 'profiles', p], 'missing', message, [[...at, 'limits']])
  }
}
