import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { nextReview } from '@/lib/domain/risk/cadence'
import type { EntryDraft } from '@/lib/register/entry'
import { type ChangedRisk, changeRisk, refuseClosed, type RiskInput, type RiskTransaction } from './change-risk'
import { checked, field } from './input'
import { writeRiskEvent } from './write-event'

export interface HumanReview {
  /** What came of it. */
  note: string
}

const schema = z.object({ note: field.text })

/** People have looked at the risk: the next review is due by its cadence from now. Needs `run_review`. */
export function reviewRisk(context: Context, actor: UserActor, input: RiskInput & HumanReview): Promise<ChangedRisk> {
  return changeRisk(context, actor, input, 'run_review', (at) => review(at, input))
}

/** The same in the caller's transaction, which has asked for the right: a board review's outcome. */
export async function review(at: RiskTransaction, input: HumanReview): Promise<EntryDraft> {
  const { note } = checked(schema, input)
  refuseClosed(at)
  const { risk, state, tx } = at
  const reviewDueAt = nextReview(risk.review, state.revision.compiled.program.zone, tx.now)
  return writeRiskEvent(at, 'reviewed', { lastReviewedAt: tx.now, reviewDueAt }, { note })
}
