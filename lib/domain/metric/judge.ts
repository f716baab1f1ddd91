import { formatAgainst, formatLimit, formatValue } from './format'
import type { Reduced } from './reduce'
import { isBeyond, type Limit, limitFor, type MeasureRule, type Setting } from './rule'
import { type Verdict, worstOf } from './verdict'

/**
 * A verdict with its reasons. `limit` and `warn` are what it was held against, in the measure's unit.
 * Each reason is a sentence that starts with its stable code: `over_limit: 672 KiB is over 650 KiB in core-min`.
 */
export interface Judgement {
  verdict: Verdict
  /** A rule fails, though another may make an error of it. */
  fails: boolean
  value: number | null
  limit: number | null
  warn: number | null
  reasons: string[]
}

/**
 * Judges what a run's samples of a series came to (semantics 4.2 to 4.4): limit, escalation, regression.
 * `breaches` is the number of consecutive breaches of the series on its ref before this run.
 */
export function judge(rule: MeasureRule, reduced: Reduced, setting: Setting, breaches: number): Judgement {
  const limit = limitFor(rule.limits, setting)
  const { value, missingSeeds } = reduced
  const findings: Finding[] = []
  if (missingSeeds !== null) findings.push(missing(missingSeeds))
  // A harness's own value is judged though seeds are missing: a failure must not go away by sending one of them.
  if (value !== null) {
    findings.push(judgeLimit(rule, value, limit, setting, breaches), judgeRegression(rule, value, setting))
  }
  const verdict = worstOf(findings.map((finding) => finding.verdict))
  return {
    verdict,
    fails: findings.some((finding) => finding.verdict === 'fail'),
    value: verdict === 'no_data' ? null : value,
    limit: limit?.hard ?? null,
    warn: limit?.warn ?? null,
    reasons: findings.flatMap((finding) => finding.reasons),
  }
}

interface Finding {
  verdict: Verdict
  reasons: string[]
}

const passed: Finding = { verdict: 'pass', reasons: [] }

const missing = (seeds: readonly number[]): Finding => ({
  verdict: 'no_data',
  reasons: [`missing_seeds: required seeds ${seeds.join(', ')} are not in the run`],
})

function judgeLimit(
  rule: MeasureRule,
  value: number,
  limit: Limit | null,
  setting: Setting,
  breaches: number,
): Finding {
  if (limit === null) {
    // A measure without any limit may be judged by its trend; a gap in its limits is a fault of the program.
    if (rule.limits.length === 0 && rule.trend !== undefined) return passed
    return { verdict: 'error', reasons: [`no_limit: the program has no limit for ${rule.id} in ${setting.profile}`] }
  }
  const over = rule.better === 'lower' ? 'over' : 'under'
  const words = (bound: number): string =>
    `${formatAgainst(value, bound, rule.unit)} is ${over} ${formatLimit(bound, rule.unit)} in ${setting.profile}`
  if (isBeyond(value, limit.hard, rule.better)) {
    return { verdict: 'fail', reasons: [`over_limit: ${words(limit.hard)}`] }
  }
  if (limit.warn === undefined || !isBeyond(value, limit.warn, rule.better)) return passed
  if (breaches === 0) return { verdict: 'warn', reasons: [`over_warn: ${words(limit.warn)}, the warning limit`] }
  return {
    verdict: 'fail',
    reasons: [`escalated: ${words(limit.warn)}, the warning limit, for the second run in a row or longer`],
  }
}

function judgeRegression(rule: MeasureRule, value: number, { profile, environment }: Setting): Finding {
  if (rule.regression === undefined) return passed
  const { percent, baselines } = rule.regression
  const baseline = baselines.find(
    (row) => (row.profile ?? profile) === profile && (row.environment ?? environment) === environment,
  )
  if (baseline === undefined || !(baseline.value > 0)) {
    const problem = baseline === undefined ? 'has no baseline' : 'has a baseline that is not positive'
    return { verdict: 'error', reasons: [`no_baseline: ${rule.id} ${problem} in ${profile}, ${environment}`] }
  }
  const growth = (value / baseline.value - 1) * 100
  if (growth <= percent) return passed
  const words = `${formatValue(value, rule.unit)} is ${formatAgainst(growth, percent, '%')} over the baseline ${formatValue(baseline.value, rule.unit)}`
  return { verdict: 'fail', reasons: [`regression: ${words}; ${percent} % is allowed`] }
}

/**
 * Consecutive breaches of a series on a ref after a run (semantics 4.3): a warn or a fail adds one, a pass ends the
 * streak, no data and errors neither break nor extend it.
 */
export function breachesAfter(before: number, verdict: Verdict): number {
  if (verdict === 'pass') return 0
  return verdict === 'warn' || verdict === 'fail' ? before + 1 : before
}
