import type pg from 'pg'
import type { StoredFacts } from '@/lib/db/board-facts'
import type { Database } from '@/lib/db/database'
import type { ProgramState } from '@/lib/db/program-state'
import { knownWindows, type StoredWindow } from '@/lib/db/windows'
import type { Instant } from '@/lib/domain/instant'
import type { CatalogMeasure } from '@/lib/domain/metric/catalog'
import { countedSamples, type SampleValue } from '@/lib/domain/metric/reduce'
import { judgeRunSeries, type RunPart, windowsOf } from '@/lib/domain/metric/run'
import { countedRate, requiredChecks } from '@/lib/domain/parity/derived'
import { type Verdict, worse } from '@/lib/domain/metric/verdict'
import { judgeTrend } from '@/lib/domain/scoreboard/series'
import { type SeriesKey, seriesId } from '@/lib/domain/scoreboard/types'
import type { ArrivedSample } from './arrival'
import type { StoredRun } from './store'

/** Where a sample's proof lies. */
export interface Source {
  artifact: string
  sha256: string | null
}

/** The samples of one series in a run, from this upload and those before it. */
interface RunSamples {
  id: number
  /** The id the upload named: a measure's or a metric's. */
  name: string
  rule: CatalogMeasure
  key: SeriesKey
  samples: SampleValue<Source>[]
  /** Required checks that a sample's total left out; they count as failed. */
  unreported: number
}

/** What the run says of a series in a window: `part` by limit, escalation and regression, then with the trend. */
export interface JudgedPart extends RunPart<Source, StoredWindow> {
  verdict: Verdict
  reasons: string[]
}

/** One series of a run, judged. */
export interface JudgedSeries extends RunSamples {
  /** One a window, oldest first; the last is over all samples of the run. */
  parts: [JudgedPart, ...JudgedPart[]]
  breachesBefore: number
  breachesAfter: number
}

/** What a run says so far: its samples by series, and the windows they fall in. */
export interface RunFacts {
  series: RunSamples[]
  windows: readonly StoredWindow[]
}

/** The samples of a run's first upload. */
export const firstFacts = (
  state: ProgramState,
  arrived: readonly ArrivedSample[],
  windows: readonly StoredWindow[],
): RunFacts => ({
  series: [...group(state, arrived).values()],
  windows,
})

/**
 * The samples of a run over all its uploads: for the series at hand, or at completion for every series of the run, for
 * their last word. The samples of this upload are already stored.
 */
export async function allFacts(
  database: Database,
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  arrived: readonly ArrivedSample[],
  completes: boolean,
  now: Instant,
): Promise<RunFacts> {
  const grouped = group(state, arrived)
  await addEarlierSamples(client, state, run, grouped, completes)
  const facts = { series: [...grouped.values()], windows: [] }
  const { oldest, newest } = observedSpan(facts, now)
  const rule = state.revision.compiled.windows
  return { ...facts, windows: await knownWindows(database, state.id, rule, oldest, newest) }
}

/** How many verdicts a run's facts come to: one a series and window. */
export const verdictCount = ({ series, windows }: RunFacts): number =>
  series.reduce((sum, one) => sum + windowsOf(observations(one), windows).length, 0)

/** When a series was observed, as far as it counts. */
const observations = ({ rule, samples }: RunSamples): Instant[] =>
  countedSamples(rule, samples).map(({ observedAt }) => observedAt)

/** The oldest and the newest observation of a run, and `now` between them at the latest. */
export function observedSpan({ series }: RunFacts, now: Instant): { oldest: Instant; newest: Instant } {
  let [oldest, newest] = [now, now]
  for (const { samples } of series) {
    for (const { observedAt } of samples) {
      if (observedAt < oldest) oldest = observedAt
      if (observedAt > newest) newest = observedAt
    }
  }
  return { oldest, newest }
}

/** Judges a run's series by the program in force, the breaches before it, and the windows before. */
export function judgeRun(
  state: ProgramState,
  { series, windows }: RunFacts,
  breaches: ReadonlyMap<number, number>,
  board: readonly StoredFacts[],
): JudgedSeries[] {
  const phase = state.revision.compiled.effectivePhase(state.phase)
  return series.map((one) => {
    const breachesBefore = breaches.get(one.id) ?? 0
    const setting = { profile: one.key.profile, environment: one.key.environment, phase }
    const own = windowsOf(observations(one), windows)
    const judged = judgeRunSeries(one.rule, one.samples, own, setting, breachesBefore)
    const [first, ...rest] = judged.parts.map((part) => withTrend(one, part, board))
    if (first === undefined) throw new Error(`no stored window holds the samples of series ${one.id}`)
    return { ...one, parts: [first, ...rest], breachesBefore, breachesAfter: judged.breaches }
  })
}

/** What a sample counts as: its value, or of the parity metric its rate over all checks that are required now. */
function counting(state: ProgramState): (measure: string, said: Said) => { value: number; unreported: number } {
  const { gates } = state.revision.compiled
  const rules = gates.metrics.get(gates.parityMetric ?? '')?.rules
  return (measure, { value, passed, total }) => {
    const rule = rules?.get(measure)
    if (rule === undefined || passed === null || total === null) return { value, unreported: 0 }
    const required = requiredChecks(gates, state.phase).length
    if (total >= required) return { value, unreported: 0 }
    const rate = countedRate({ passed, total }, required)
    return { value: rule.unit === '%' ? rate * 100 : rate, unreported: required - total }
  }
}

type Said = Pick<ArrivedSample, 'value' | 'passed' | 'total'>

function group(state: ProgramState, arrived: readonly ArrivedSample[]): Map<number, RunSamples> {
  const counted = counting(state)
  const grouped = new Map<number, RunSamples>()
  for (const sample of arrived) {
    const { series, name, measure, profile, environment, observedAt, seed } = sample
    const { value, unreported } = counted(measure.id, sample)
    const known = grouped.get(series)
    const taken: SampleValue<Source> = {
      value,
      observedAt,
      seed,
      source: { artifact: sample.artifact, sha256: sample.sha256 },
    }
    if (known !== undefined) {
      known.samples.push(taken)
      known.unreported = Math.max(known.unreported, unreported)
    } else
      grouped.set(series, {
        id: series,
        name,
        rule: measure,
        key: { measure: measure.id, profile, environment },
        samples: [taken],
        unreported,
      })
  }
  return grouped
}

interface EarlierRow extends SeriesKey {
  series_id: number
  value: number
  passed: number | null
  total: number | null
  seed: string | null
  observed_at: number
  artifact: string
  sha256: Buffer | null
}

/** Replaces what `grouped` holds of its series by the stored samples of the run, those of this upload among them. */
async function addEarlierSamples(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  grouped: Map<number, RunSamples>,
  completes: boolean,
): Promise<void> {
  const { rows } = await client.query<EarlierRow>(
    `SELECT s.series_id, n.measure, n.profile, n.environment, s.value, s.passed, s.total, s.seed, s.artifact, s.sha256,
            (extract(epoch FROM s.observed_at) * 1000)::float8 AS observed_at
     FROM upload u JOIN sample s ON s.upload_id = u.id AND s.received_at = u.received_at JOIN series n ON n.id = s.series_id
     WHERE u.run_id = $1 AND ($2 OR s.series_id = ANY($3)) ORDER BY s.upload_id, s.ordinal`,
    [run.id, completes, [...grouped.keys()]],
  )
  const counted = counting(state)
  for (const series of grouped.values()) series.samples = []
  for (const row of rows) {
    const rule = state.revision.compiled.catalog.measures.get(row.measure)
    // A revision since the run was opened may have dropped the measure: nothing judges it any more.
    if (rule === undefined) continue
    const series = grouped.get(row.series_id) ?? {
      id: row.series_id,
      name: row.measure,
      rule,
      key: row,
      samples: [],
      unreported: 0,
    }
    const { value, unreported } = counted(row.measure, row)
    series.unreported = Math.max(series.unreported, unreported)
    series.samples.push({
      value,
      seed: row.seed === null ? null : Number(row.seed),
      observedAt: row.observed_at,
      source: { artifact: row.artifact, sha256: row.sha256?.toString('hex') ?? null },
    })
    grouped.set(row.series_id, series)
  }
}

/** Consecutive breaches of series on a ref, as the last complete run left them. */
export async function breachesOf(
  client: pg.PoolClient,
  ref: string,
  { series }: RunFacts,
): Promise<Map<number, number>> {
  const { rows } = await client.query<{ series_id: number; breaches: number }>({
    name: 'streaks',
    text: 'SELECT series_id, breaches FROM streak WHERE ref = $1 AND series_id = ANY($2)',
    values: [ref, series.map(({ id }) => id)],
  })
  return new Map(rows.map((row) => [row.series_id, row.breaches]))
}

function withTrend(series: RunSamples, part: RunPart<Source, StoredWindow>, facts: readonly StoredFacts[]): JudgedPart {
  const { rule, key } = series
  const { verdict, value, reasons } = part.judgement
  const spec = { trend: rule.trend, unit: rule.unit, capped: rule.limits.length > 0 }
  const previous = rule.trend === undefined ? null : measuredBefore(series, key, part.window, facts)
  const finding = judgeTrend(spec, value, previous)
  return {
    ...part,
    verdict: worse(verdict, finding.verdict),
    reasons: [...unreportedReason(series), ...reasons, ...(finding.reason === null ? [] : [finding.reason])],
  }
}

const unreportedReason = ({ unreported }: RunSamples): string[] =>
  unreported === 0 ? [] : [`unreported: required checks that the total leaves out count as failed: ${unreported}`]

/** The value of the newest window before this one that measured the series, rolled up as its metric does. */
function measuredBefore(
  { rule }: RunSamples,
  key: SeriesKey,
  window: StoredWindow,
  facts: readonly StoredFacts[],
): number | null {
  const id = seriesId(key)
  const earlier = facts.filter((one) => one.window.start < window.start)
  for (const { spec, series } of earlier.reverse()) {
    const found = series.get(id)
    const rollUp = spec.metrics.find((metric) => metric.id === rule.metric)?.rollUp
    const value = rollUp === 'worst' ? found?.worst.value : found?.latest.value
    if (value != null) return value
  }
  return null
}
