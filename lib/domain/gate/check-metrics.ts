import { isOutOfBand, type Verdict } from '../metric/verdict'
import { type MetricState, type Scoreboard, type SeriesState, seriesId } from '../scoreboard/types'
import { seriesWaivers } from '../waiver/active'
import { allOf, type Finding, met, notMet, pointer } from './finding'
import type { Judging } from './judging'
import type { GateCheck } from './program'
import type { GatePointer } from './types'

type CheckOf<Kind extends GateCheck['kind']> = Extract<GateCheck, { kind: Kind }>

/**
 * Each metric passes as it stands now; over several windows it passed, besides, in that many closed windows in a row.
 * Windows in which it was only carried are skipped in that count: a value counts once. A warning is no pass.
 */
export function judgeMetrics(check: CheckOf<'metrics'>, judging: Judging): Finding {
  const { metrics, windows, limitsOf } = check
  const boards = judging.metricBoards(metrics, limitsOf ?? null)
  const phase = judging.program.phases.find(({ id }) => id === limitsOf)?.title ?? limitsOf
  const by = phase === undefined ? '' : ` by the limits of ${phase}`
  return allOf(
    metrics.map((id): Finding => {
      const states = statesOf(boards, id)
      const now = states.at(-1)
      if (now === undefined) {
        return notMet('no_data', `no_data: ${id} has no window that holds now`, `measure: ${id} needs a gated run`)
      }
      const current = stateNow(now, by, judging)
      return windows === 1
        ? current
        : allOf([current, ...closedWindows(states.slice(0, -1), now.metric.spec, windows, by, judging)])
    }),
  )
}

interface MetricInWindow {
  window: Scoreboard['window']
  metric: MetricState
}

const statesOf = (boards: readonly Scoreboard[], id: string): MetricInWindow[] =>
  boards.flatMap(({ window, metrics }) =>
    metrics.filter(({ spec }) => spec.id === id).map((metric) => ({ window, metric })),
  )

function stateNow({ window, metric }: MetricInWindow, by: string, judging: Judging): Finding {
  const name = `${metric.spec.id} ${metric.spec.title}`
  const evidence = [metricPointer(metric, window.label, judging)]
  if (metric.verdict === 'pass') return met(evidence)
  const reasons =
    metric.reasons.length === 0 ? [`${metric.verdict}: ${name}`] : metric.reasons.map((one) => `${one}${by}`)
  const toMeet = [`pass: ${name} needs gated, complete runs within its limits${by}`]
  const standing = metric.series.filter((series) => !series.waived && series.verdict !== 'pass')
  if (metric.series.length > 0 && standing.length === 0) {
    const waivers = waiversOf(metric.series, judging)
    return {
      state: 'waived',
      reasons,
      toMeet,
      evidence: [...evidence, ...waivers.map(({ shown }) => shown)],
      reliedOn: { waivers: waivers.map(({ id }) => id) },
    }
  }
  return {
    state: stateOf(standing.length === 0 ? metric.verdict : worstOf(standing)),
    reasons,
    toMeet,
    evidence,
    reliedOn: {},
  }
}

const worstOf = (series: readonly SeriesState[]): Verdict =>
  series.some(({ verdict }) => verdict !== 'no_data') ? 'fail' : 'no_data'

const stateOf = (verdict: Verdict): 'unmet' | 'no_data' => (verdict === 'no_data' ? 'no_data' : 'unmet')

/** The waivers that cover these series in the window that holds now. */
export function waiversOf(
  series: readonly SeriesState[],
  { facts, now }: Judging,
): { id: number; shown: GatePointer }[] {
  const window = facts.windows.at(-1)?.window
  if (window === undefined) return []
  const names = new Set(series.filter(({ waived }) => waived).map(({ spec }) => seriesId(spec)))
  return seriesWaivers(facts.waivers, window, now)
    .filter(({ target }) => names.has(target))
    .map(({ id, expiresAt }) => ({ id, shown: pointer('waiver', `${id}`, `waiver ${id}`, { at: expiresAt }) }))
}

function closedWindows(
  states: readonly MetricInWindow[],
  { id, title }: MetricState['spec'],
  wanted: number,
  by: string,
  judging: Judging,
): Finding[] {
  const name = `${id} ${title}`
  const measured = states
    .filter(({ metric }) => !metric.carried)
    .reverse()
    .slice(0, wanted)
  const findings = measured.map(({ window, metric }): Finding => {
    const evidence = [metricPointer(metric, window.label, judging)]
    if (metric.verdict === 'pass') return met(evidence)
    const reason = `window: ${name} did not pass in ${window.label}${by}: ${metric.verdict}`
    return notMet(
      stateOf(metric.verdict),
      reason,
      `windows: ${name} passes in ${wanted} closed windows in a row`,
      evidence,
    )
  })
  if (measured.length >= wanted) return findings
  const reason = `too_few_windows: ${name} was measured in ${measured.length} closed windows of ${wanted}`
  return [...findings, notMet('no_data', reason, `windows: ${name} passes in ${wanted} closed windows in a row`)]
}

/** The scoreboard as it stands is Green; over several windows, so were as many closed ones of the phase. */
export function judgeScoreboard(check: CheckOf<'scoreboard'>, judging: Judging, leaves: string | null): Finding {
  const { windows } = check
  const boards = judging.boards(leaves)
  const now = boards.at(-1)
  if (now === undefined) return notMet('no_data', 'no_data: no window holds now', 'measure: a gated run is needed')
  const current = boardFinding(now)
  if (windows === 1) return current
  const phases = judging.facts.windows.map(({ phase }) => phase)
  const closed = boards
    .filter((_, index) => index < boards.length - 1 && phases[index] === leaves)
    .reverse()
    .slice(0, windows)
  const findings = closed.map(boardFinding)
  if (closed.length >= windows) return allOf([current, ...findings])
  const reason = `too_few_windows: ${closed.length} of ${windows} windows have closed in this phase`
  return allOf([
    current,
    ...findings,
    notMet('unmet', reason, `windows: the scoreboard is Green in ${windows} closed windows in a row`),
  ])
}

function boardFinding({ window, status, reasons, toGreen, metrics }: Scoreboard): Finding {
  const evidence = [pointer('window', window.label, `${window.label}: ${status}`)]
  if (status === 'green') return met(evidence)
  const standing = metrics.filter((metric) => metric.spec.required && metric.status !== 'green')
  const missing = standing.length > 0 && standing.every(({ verdict }) => verdict === 'no_data')
  return {
    state: missing ? 'no_data' : 'unmet',
    reasons: [`not_green: ${window.label} is ${status}`, ...reasons],
    toMeet: toGreen,
    evidence,
    reliedOn: {},
  }
}

/** A metric by the series that decides it, with its run and artifact where they are known. */
export function metricPointer(
  { spec, verdict, deciding }: MetricState,
  window: string,
  { facts }: Judging,
): GatePointer {
  const point = deciding?.point ?? null
  const source = point === null ? undefined : facts.sources.get(point.id)
  return pointer('metric', spec.id, `${spec.id} ${spec.title}: ${verdict} in ${window}`, {
    at: point?.observedAt ?? null,
    run: source?.run ?? null,
    uri: source?.artifact ?? null,
    sha256: source?.sha256 ?? null,
  })
}

/** Whether what stands in the way was measured, and not only missing. */
export const wasMeasured = ({ series }: MetricState): boolean =>
  series.some(({ verdict }) => verdict !== 'no_data' && (isOutOfBand(verdict) || verdict === 'warn'))
