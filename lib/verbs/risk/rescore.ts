import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { invalid } from '../refusal'
import { type ChangedRisk, changeRisk, refuseClosed, type RiskInput, type RiskTransaction } from './change-risk'
import { checked, field } from './input'
import { writeRiskEvent } from './write-event'

export interface Rescoring {
  /** 1 to 5. */
  likelihood: number
  /** 1 to 5. */
  impact: number
  reason: string
}

const schema = z.object({ likelihood: field.scale, impact: field.scale, reason: field.text })

/** Scores a risk anew, with the reason; what it was before stays in its history. Needs `manage_risk`. */
export function rescoreRisk(context: Context, actor: UserActor, input: RiskInput & Rescoring): Promise<ChangedRisk> {
  return changeRisk(context, actor, input, 'manage_risk', (at) => rescore(at, input))
}

/** The same in the caller's transaction. */
export async function rescore(at: RiskTransaction, input: Rescoring): Promise<EntryDraft> {
  const { likelihood, impact, reason } = checked(schema, input)
  refuseClosed(at)
  const { risk } = at
  if (likelihood === risk.likelihood && impact === risk.impact) {
    throw invalid([{ path: 'likelihood', code: 'same_score', message: `It is ${likelihood} × ${impact} already.` }])
  }
  const before = { likelihood: risk.likelihood, impact: risk.impact }
  return writeRiskEvent(at, 'rescored', { likelihood, impact }, { before, reason })
}
