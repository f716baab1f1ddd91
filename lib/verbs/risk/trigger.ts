import { actorId } from '@/lib/auth/actor'
import type { Instant } from '@/lib/domain/instant'
import { reviewAfterTrigger } from '@/lib/domain/risk/cadence'
import type { RiskFields } from '@/lib/domain/risk/event'
import { afterTrigger } from '@/lib/domain/risk/lifecycle'
import type { EntryDraft } from '@/lib/register/entry'
import type { RiskTransaction } from './change-risk'
import { writeRiskEvent } from './write-event'

/** One trigger event: a bound signal's turn to fail, or someone's report. */
export interface Trigger {
  signal: string
  /** What failed and in which run; null for a report. */
  fired: { key: string; run: number } | null
  /** What was reported, or the reasons of the verdict. */
  statement: string
  /** A pointer. */
  evidence: string
  observedAt: Instant
}

/**
 * Trigger events of a locked risk, of one cause: whatever its state it is Open from now on, and people review it within
 * the hours that the program gives (semantics 9); a review that is due sooner stays due. One event holds them all.
 */
export async function triggerRisk(
  at: RiskTransaction,
  triggers: readonly [Trigger, ...Trigger[]],
): Promise<EntryDraft> {
  const { tx, actor, state, risk } = at
  const { now } = tx
  const to = afterTrigger(risk.state)
  const { reviewWithinHours } = state.revision.compiled.program.riskPolicy
  const moved: Partial<RiskFields> = to === risk.state ? {} : { state: to, stateSince: now }
  const reopened: Partial<RiskFields> = risk.state === 'closed' ? { closedByDecision: null } : {}
  const reviewDueAt = reviewAfterTrigger(risk.reviewDueAt, now, reviewWithinHours)
  const entry = await writeRiskEvent(
    at,
    'triggered',
    { ...moved, ...reopened, lastTriggerAt: now, reviewDueAt },
    {
      from: risk.state,
      triggers: triggers.map(({ signal, fired, statement, evidence, observedAt }) => ({
        signal,
        key: fired?.key ?? null,
        run: fired?.run ?? null,
        statement,
        evidence,
        observedAt,
      })),
    },
  )
  await tx.prisma.riskTrigger.createMany({
    data: triggers.map(({ signal, fired, statement, evidence, observedAt }) => ({
      riskId: risk.id,
      version: risk.version + 1,
      source: fired === null ? 'report' : 'signal',
      signal,
      key: fired?.key ?? null,
      runId: fired?.run ?? null,
      statement,
      evidence,
      observedAt: new Date(observedAt),
      by: actorId(actor),
      at: new Date(now),
    })),
  })
  return entry
}
