import type { Instant } from '../instant'
import { judge } from '../metric/judge'
import type { MeasureRule } from '../metric/rule'
import type { Verdict } from '../metric/verdict'
import { scoreboards } from './scoreboard'
import type { Point, ScoreboardSpec, SeriesFacts, Status, WindowFacts } from './types'

/** What another revision asks of a window: its scoreboard, its limits, and the phase whose limits count. */
export interface OtherRules {
  spec: ScoreboardSpec
  measures: ReadonlyMap<string, MeasureRule>
  phase: string
}

export interface ComparedWindow {
  window: string
  before: Status
  after: Status
  /** Metrics whose verdict differs; null where a revision has no such metric. */
  metrics: { metric: string; before: Verdict | null; after: Verdict | null }[]
}

/**
 * The same windows by the revision that counted and by another, oldest first (seed 11.3): the values are the stored
 * ones, limits and regression rules are the other's. What needs the samples themselves is not computed anew: seeds
 * that were missing stay missing, and warnings do not escalate.
 */
export function comparedWindows(
  history: readonly WindowFacts[],
  other: (facts: WindowFacts) => OtherRules,
  now: Instant,
): ComparedWindow[] {
  const before = scoreboards(history, now)
  const after = scoreboards(
    history.map((facts) => rejudged(facts, other(facts))),
    now,
  )
  return before.map((board, index): ComparedWindow => {
    const then = after[index]
    const verdicts = new Map(then?.metrics.map(({ spec, verdict }) => [spec.id, verdict]))
    const own = new Map(board.metrics.map(({ spec, verdict }) => [spec.id, verdict]))
    const ids = [...new Set([...own.keys(), ...verdicts.keys()])]
    return {
      window: board.window.label,
      before: board.status,
      after: then?.status ?? 'red',
      metrics: ids
        .map((metric) => ({ metric, before: own.get(metric) ?? null, after: verdicts.get(metric) ?? null }))
        .filter((one) => one.before !== one.after),
    }
  })
}

function rejudged(facts: WindowFacts, { spec, measures, phase }: OtherRules): WindowFacts {
  const series = new Map(
    [...facts.series].map(([id, { latest, worst }]): [string, SeriesFacts] => {
      const [measure = '', profile = '', environment = ''] = id.split('|')
      const rule = measures.get(measure)
      const anew = (point: Point): Point => {
        if (rule === undefined || point.value === null) return point
        const { value, observedAt } = point
        const setting = { profile, environment, phase, at: observedAt }
        const reduced = { value, missingSeeds: null, source: null, observedAt, samples: 1 }
        return { ...point, ...judge(rule, reduced, setting, 0) }
      }
      return [id, { latest: anew(latest), worst: anew(worst) }]
    }),
  )
  return { ...facts, spec, series }
}
