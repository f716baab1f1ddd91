import type { ProgramState } from '@/lib/db/program-state'
import type { RiskFact } from '@/lib/db/risk-facts'
import { lifecycleFacts } from '@/lib/db/risk-lifecycle'
import { type Instant, iso } from '@/lib/domain/instant'
import { dayEnd } from '@/lib/domain/review/schedule'
import type { RiskState } from '@/lib/domain/risk/event'
import { type ChecklistItem, nextTransition } from '@/lib/domain/risk/lifecycle'
import type { Window } from '@/lib/domain/window/window'

/** A risk as it stands, as far as a board speaks of it. */
export interface LiveRiskDto {
  /** The version that whoever speaks of it has seen. */
  version: number
  state: RiskState
  likelihood: number
  impact: number
  score: number
  high: boolean
  owner: { id: string; name: string } | null
  ownerRole: string
  category: string
  statement: string
  mitigation: string
  closure: string
  reviewDue: string | null
  reviewOverdue: boolean
  lastTrigger: string | null
  lastReviewed: string | null
  /** Bound signals that fail now. */
  failing: string[]
  mitigations: {
    title: string
    owner: string
    verified: boolean
    milestones: { title: string; due: string; done: boolean; late: boolean }[]
  }[]
  next: { to: 'mitigating' | 'watch' | 'closed'; allowed: boolean; checklist: ChecklistItem[] } | null
}

export function liveRisk(state: ProgramState, risk: RiskFact, windows: readonly Window[], now: Instant): LiveRiskDto {
  const { riskPolicy, roles, zone } = state.revision.compiled.program
  const orNull = (instant: Instant | null): string | null => (instant === null ? null : iso(instant))
  return {
    version: risk.version,
    state: risk.state,
    likelihood: risk.likelihood,
    impact: risk.impact,
    score: risk.score,
    high: risk.score >= riskPolicy.threshold,
    owner: risk.owner === null ? null : { id: risk.owner.user, name: risk.owner.name },
    ownerRole: roles.find(({ id }) => id === risk.ownerRole)?.title ?? risk.ownerRole,
    category: risk.category,
    statement: risk.statement,
    mitigation: risk.mitigation,
    closure: risk.closure,
    reviewDue: orNull(risk.reviewDueAt),
    reviewOverdue: risk.reviewDueAt !== null && risk.reviewDueAt <= now,
    lastTrigger: orNull(risk.lastTriggerAt),
    lastReviewed: orNull(risk.lastReviewedAt),
    failing: risk.failing.map(({ signal, key }) => `${signal} (${key})`),
    mitigations: risk.mitigations
      .filter((one) => one.withdrawnAt === null)
      .map((one) => ({
        title: one.title,
        owner: one.owner.name,
        verified: one.verifiedAt !== null && one.verifiedAt > (risk.lastTriggerAt ?? Number.NEGATIVE_INFINITY),
        milestones: one.milestones.map(({ title, due, doneAt }) => ({
          title,
          due,
          done: doneAt !== null,
          late: doneAt === null && dayEnd(zone, due) <= now,
        })),
      })),
    next: nextTransition(lifecycleFacts(state, risk, windows), now),
  }
}
