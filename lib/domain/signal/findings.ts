import type { Instant } from '../instant'
import { type Better, isBeyond } from '../metric/rule'
import type { Verdict } from '../metric/verdict'
import { type SeriesKey, seriesId } from '../scoreboard/types'
import { type SignalSources, watches } from './sources'

/** One signal of someone who watches: a risk, a kill criterion, a rollback trigger. */
export interface Watch {
  /** `risk:RISK-TECH-01`. */
  watcher: string
  /** The signal as its watcher names it. */
  signal: string
  sources: SignalSources
}

export interface RunEvidence {
  id: string
  outcome: 'pass' | 'fail' | 'error'
  artifact: string
  observedAt: Instant
}

/** What a run says of a series over its samples so far, after seed reduction. */
export interface RunSeriesVerdict {
  key: SeriesKey
  verdict: Verdict
  /** It fails by a rule, though another rule may make an error of it. */
  fails: boolean
  value: number | null
  /** The hard cap. */
  limit: number | null
  better: Better
  reasons: readonly string[]
  artifact: string | null
  observedAt: Instant
}

/** A gated run so far: all of it once it is complete, else at least what this upload brought. */
export interface GatedRun {
  ref: string
  complete: boolean
  evidence: readonly RunEvidence[]
  series: readonly RunSeriesVerdict[]
}

/** What a run says of one thing that a signal watches. */
export interface Finding {
  watcher: string
  signal: string
  /** `evidence:R-DET-01`, `series:M-COR-03|core-min|ci`, `cap:M-PERF-01A|core-min|ci@refs/heads/main`. */
  key: string
  /** `beyond` is beyond a hard cap, which fails after `runs` of them in a row. */
  says: 'fail' | 'pass' | 'beyond'
  /** 1 where one failure is enough. */
  runs: number
  statement: string
  /** A pointer; null where the run gave none. */
  artifact: string | null
  observedAt: Instant
}

/**
 * What a gated run says of the signals that are watched (semantics 8 and 9). Only a failure fires: an error, missing
 * data and absence say nothing. A failure says so at once; a pass counts from completion, and only where nothing in
 * the run failed.
 */
export function findings(watched: readonly Watch[], run: GatedRun): Finding[] {
  const evidence = byEvidence(run)
  const found = new Map<string, Finding>()
  for (const { watcher, signal, sources } of watched) {
    const add = (finding: Omit<Finding, 'watcher' | 'signal'>): void => {
      const known = found.get(`${watcher}|${signal}|${finding.key}`)
      if (known === undefined) found.set(`${watcher}|${signal}|${finding.key}`, { watcher, signal, ...finding })
    }
    for (const id of sources.evidence) for (const one of evidence.get(id) ?? []) add(one)
    for (const series of run.series) {
      if (sources.measures.some((measure) => watches(measure, series.key))) {
        for (const one of seriesFinding(series, run)) add(one)
      }
      const cap = sources.caps.find((one) => watches(one, series.key))
      if (cap !== undefined) for (const one of capFinding(series, cap.runs, run)) add(one)
    }
  }
  return [...found.values()]
}

type Said = Omit<Finding, 'watcher' | 'signal'>

function byEvidence({ evidence, complete }: GatedRun): Map<string, Said[]> {
  const all = new Map<string, RunEvidence[]>()
  for (const one of evidence) all.set(one.id, [...(all.get(one.id) ?? []), one])
  const said = new Map<string, Said[]>()
  for (const [id, results] of all) {
    const failed = results.find(({ outcome }) => outcome === 'fail')
    const shown = failed ?? results.at(-1)
    if (shown === undefined) continue
    const passed = complete && results.every(({ outcome }) => outcome === 'pass')
    if (failed === undefined && !passed) continue
    const says = failed === undefined ? 'pass' : 'fail'
    const { artifact, observedAt } = shown
    said.set(id, [{ key: `evidence:${id}`, says, runs: 1, statement: `${id} failed`, artifact, observedAt }])
  }
  return said
}

function seriesFinding(series: RunSeriesVerdict, { complete }: GatedRun): Said[] {
  const { key, verdict, fails, artifact, observedAt } = series
  if (!fails && !(complete && verdict === 'pass')) return []
  return [
    {
      key: `series:${seriesId(key)}`,
      says: fails ? 'fail' : 'pass',
      runs: 1,
      statement: told(series),
      artifact,
      observedAt,
    },
  ]
}

function capFinding(series: RunSeriesVerdict, runs: number, { complete, ref }: GatedRun): Said[] {
  const { key, value, limit, better, artifact, observedAt } = series
  // The value and the cap alone decide: that a baseline is missing makes no value smaller.
  if (value === null || limit === null) return []
  const says = isBeyond(value, limit, better) ? 'beyond' : 'pass'
  if (says === 'pass' && !complete) return []
  return [{ key: `cap:${seriesId(key)}@${ref}`, says, runs, statement: told(series), artifact, observedAt }]
}

const told = ({ key, reasons }: RunSeriesVerdict): string => [seriesId(key), ...reasons].join(': ')
