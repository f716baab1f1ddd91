import type { MetricState } from '../scoreboard/types'
import { metricPointer, waiversOf, wasMeasured } from './check-metrics'
import { allOf, type Finding, met, notMet, pointer } from './finding'
import type { Judging } from './judging'
import { unownedRisks } from './check-risks'
import type { GatePointer } from './types'
import { worstOf } from '../metric/verdict'

/** What every gate carries besides its own criteria (semantics 7). */
export const standingCriteria: readonly {
  id: string
  text: string
  judge: (judging: Judging, leaves: string | null) => Finding
}[] = [
  {
    id: 'standing-risks',
    text: 'No unowned risk at or above the high-priority score',
    judge: (judging) => unownedRisks(judging, judging.program.riskThreshold),
  },
  { id: 'standing-data', text: 'No metric required in the phase it leaves is without data', judge: withData },
  { id: 'standing-red', text: 'No metric is Red', judge: noneRed },
  { id: 'standing-plans', text: 'A plan with an owner and a date ahead for each Yellow metric', judge: plans },
  { id: 'standing-incidents', text: 'No open incident or review', judge: incidents },
  { id: 'standing-post-mortem', text: 'No overdue post-mortem', judge: postMortems },
]

/** The metrics required in the phase that is left, as they stand now; null where no window holds now. */
function requiredNow(judging: Judging, leaves: string | null): { metrics: MetricState[]; window: string } | null {
  const board = judging.boards(leaves).at(-1)
  if (board === undefined) return null
  return { metrics: board.metrics.filter(({ spec }) => spec.required), window: board.window.label }
}

const noWindow = (): Finding => notMet('no_data', 'no_data: no window holds now', 'measure: a gated run is needed')

const nothingRequired = (): Finding =>
  notMet(
    'unmet',
    'nothing_required: the phase requires no metric, and nothing is never a pass',
    'require: a revision of the program requires a metric',
  )

function withData(judging: Judging, leaves: string | null): Finding {
  // The first phase has entry alone, and asks data of no metric.
  if (leaves === null) return met()
  const required = requiredNow(judging, leaves)
  if (required === null) return noWindow()
  if (required.metrics.length === 0) return nothingRequired()
  return allOf(
    required.metrics.map((metric): Finding => {
      const evidence = [metricPointer(metric, required.window, judging)]
      const missing = metric.series.filter(({ verdict }) => verdict === 'no_data')
      if (metric.series.length > 0 && missing.length === 0) return met([])
      const reasons = metric.series.length === 0 ? metric.reasons : reasonsOfMissing(metric)
      const toMeet = [`measure: ${metric.spec.id} ${metric.spec.title} needs gated, complete runs with all its series`]
      if (missing.length > 0 && missing.every(({ waived }) => waived)) {
        const waivers = waiversOf(missing, judging)
        const shown = [...evidence, ...waivers.map((one) => one.shown)]
        return { state: 'waived', reasons, toMeet, evidence: shown, reliedOn: { waivers: waivers.map(({ id }) => id) } }
      }
      return { state: 'no_data', reasons, toMeet, evidence, reliedOn: {} }
    }),
  )
}

const reasonsOfMissing = ({ series }: MetricState): string[] =>
  series
    .filter(({ verdict }) => verdict === 'no_data')
    .map(({ spec, reasons }) => {
      const words = reasons.map((reason) => reason.replace(/^\w+: /, '')).join('; ')
      return `no_data: ${spec.measure} ${spec.profile} on ${spec.environment}: ${words}`
    })

/** Before the first phase only what was measured can be Red: it asks data of no metric. */
const counted = (metric: MetricState, leaves: string | null): boolean => leaves !== null || wasMeasured(metric)

function noneRed(judging: Judging, leaves: string | null): Finding {
  const required = requiredNow(judging, leaves)
  if (required === null) return noWindow()
  const red = required.metrics.filter((metric) => metric.status === 'red' && counted(metric, leaves))
  if (red.length === 0) return met()
  return allOf(
    red.map((metric): Finding => {
      // A metric that is Red for want of data alone is missing data here, too.
      const bad = metric.series.filter(({ waived, verdict }) => !waived && verdict !== 'pass')
      const missing = bad.length > 0 && worstOf(bad.map(({ verdict }) => verdict)) === 'no_data'
      const name = `${metric.spec.id} ${metric.spec.title}`
      return {
        state: missing ? 'no_data' : 'unmet',
        reasons: [`red: ${name} is Red`, ...metric.reasons],
        toMeet: [`pass: ${name} is no longer Red`],
        evidence: [metricPointer(metric, required.window, judging)],
        reliedOn: {},
      }
    }),
  )
}

function plans(judging: Judging, leaves: string | null): Finding {
  const required = requiredNow(judging, leaves)
  if (required === null) return noWindow()
  const yellow = required.metrics.filter((metric) => metric.status === 'yellow' && counted(metric, leaves))
  if (yellow.length === 0) return met()
  return allOf(
    yellow.map((metric): Finding => {
      const evidence = metricPointer(metric, required.window, judging)
      const name = `${metric.spec.id} ${metric.spec.title}`
      const own = judging.facts.plans.filter((plan) => plan.metric === metric.spec.id)
      const holding = own.filter((plan) => plan.owner !== null && plan.dueAt > judging.now)
      const longest = holding.reduce<(typeof own)[number] | null>(
        (best, next) => (best === null || next.dueAt > best.dueAt ? next : best),
        null,
      )
      if (longest !== null) {
        const shown = pointer('plan', `${longest.id}`, `plan of ${longest.owner}`, { at: longest.dueAt })
        return met([evidence, shown], { plans: [longest.id] })
      }
      const why =
        own.length === 0
          ? 'has no plan'
          : own.some(({ owner }) => owner === null)
            ? 'has a plan without an active owner'
            : 'has a plan whose date has passed'
      return notMet(
        'unmet',
        `no_plan: ${name} is Yellow and ${why}`,
        `plan: a remediation plan for ${name}, or it turns Green`,
        [evidence],
      )
    }),
  )
}

/** Incidents stop the phase, and reviews of the kill criteria block its promotion. */
function incidents({ program, facts }: Judging): Finding {
  if (facts.incidents.length === 0) return met()
  return allOf(
    facts.incidents.map(({ id, kind, criteria, openedAt }) => {
      const what = kind === 'review' ? 'review' : 'incident'
      // A review is about metrics, which have a title; kill criteria and triggers go by ids that are words.
      const about = criteria.map((one) => [one, program.metrics.get(one)?.spec.title].join(' ').trim()).join(', ')
      const reason = `open_${what}: ${what} ${id} is open: ${about}`
      const shown: GatePointer = pointer('incident', `${id}`, `${what} ${id}: ${about}`, { at: openedAt })
      return notMet('unmet', reason, `decide: a decision ends ${what} ${id}`, [shown])
    }),
  )
}

function postMortems({ facts, now }: Judging): Finding {
  const overdue = facts.postMortems.filter(({ dueAt }) => dueAt <= now)
  if (overdue.length === 0) return met()
  return allOf(
    overdue.map(({ incident, dueAt }) => {
      const shown = pointer('incident', `${incident}`, `post-mortem of incident ${incident}`, { at: dueAt })
      return notMet(
        'unmet',
        `overdue: the post-mortem of incident ${incident} is overdue`,
        `post_mortem: the post-mortem of incident ${incident} is recorded`,
        [shown],
      )
    }),
  )
}
