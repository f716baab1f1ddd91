import type { Instant } from '@/lib/domain/instant'
import type { RiskFields, RiskWords } from '@/lib/domain/risk/event'

/** A risk as it begins: Open, nobody's, never triggered or reviewed. */
export const newRisk = (
  words: RiskWords,
  { likelihood, impact }: { likelihood: number; impact: number },
  origin: RiskFields['origin'],
  now: Instant,
  reviewDueAt: Instant,
): RiskFields => ({
  ...words,
  ownerId: null,
  state: 'open',
  stateSince: now,
  likelihood,
  impact,
  lastTriggerAt: null,
  lastReviewedAt: null,
  reviewDueAt,
  closedByDecision: null,
  origin,
  droppedAt: null,
})
