import type { CriterionState, GateReport, PromotionReport } from './types'

/**
 * What must still hold when a decision falls (semantics 7): each criterion's state, release candidate, program
 * revision, what is relied on, and how many incidents there ever were. It moves neither with the clock nor with another
 * passing run.
 */
export interface GateJudgement {
  readonly phase: string
  readonly gate: string
  readonly met: boolean
  readonly revision: string
  readonly releaseCandidate: string | null
  readonly criteria: readonly { readonly id: string; readonly state: CriterionState }[]
  readonly attestations: readonly number[]
  readonly waivers: readonly number[]
  readonly plans: readonly number[]
  /** Number of the newest incident ever opened: one more, and the judgement is another. */
  readonly lastIncident: number
}

export const judgementOf = (report: GateReport): GateJudgement => ({
  phase: report.phase,
  gate: report.side,
  met: report.met,
  revision: report.revision.digest,
  releaseCandidate: report.releaseCandidate,
  criteria: report.criteria.map(({ id, state }) => ({ id, state })),
  attestations: report.reliedOn.attestations,
  waivers: report.reliedOn.waivers,
  plans: report.reliedOn.plans,
  lastIncident: report.lastIncident,
})

export interface PromotionJudgement {
  readonly from: string | null
  readonly to: string
  readonly met: boolean
  readonly exit: GateJudgement | null
  readonly entry: GateJudgement | null
}

export const promotionJudgement = ({ from, to, met, exit, entry }: PromotionReport): PromotionJudgement => ({
  from,
  to,
  met,
  exit: exit && judgementOf(exit),
  entry: entry && judgementOf(entry),
})

/** The same, item by item in words, as decisions keep and compare it. */
export function judgementItems({ exit, entry, to }: PromotionReport): Record<string, string> {
  const items: Record<string, string> = { To: to }
  for (const half of [exit, entry]) {
    if (half === null) continue
    const name = `${half.phase}/${half.side}`
    const { reliedOn, releaseCandidate, lastIncident } = half
    items[`Gate ${name}`] = half.met ? 'met' : 'not met'
    for (const { id, state } of half.criteria) items[`${name}: ${id}`] = state
    items[`${name}: attestations`] = listed(reliedOn.attestations)
    items[`${name}: waivers`] = listed(reliedOn.waivers)
    items[`${name}: plans`] = listed(reliedOn.plans)
    items['Release candidate'] = releaseCandidate ?? 'none'
    items['Last incident'] = lastIncident === 0 ? 'none' : `${lastIncident}`
  }
  return items
}

const listed = (ids: readonly number[]): string => (ids.length === 0 ? 'none' : ids.join(', '))
