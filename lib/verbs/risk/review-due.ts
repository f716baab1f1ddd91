import type { RiskFact } from '@/lib/db/risk-facts'
import type { Instant } from '@/lib/domain/instant'
import { nextReview } from '@/lib/domain/risk/cadence'
import type { ReviewCadence } from '@/lib/domain/risk/event'

/** By when people look at a risk whose cadence becomes this one; a trigger's deadline is not moved out. */
export function reviewDue(risk: RiskFact, review: ReviewCadence, zone: string): Instant | null {
  if (risk.reviewDueAt === null || review === risk.review) return risk.reviewDueAt
  const due = nextReview(review, zone, risk.lastReviewedAt ?? risk.createdAt)
  const triggered = (risk.lastTriggerAt ?? -Infinity) > (risk.lastReviewedAt ?? -Infinity)
  return triggered ? Math.min(due, risk.reviewDueAt) : due
}
