import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import type { DecisionKind } from '@/lib/domain/decision/kinds'
import type { Judgement } from '@/lib/domain/decision/judgement'
import type { Instant } from '@/lib/domain/instant'
import { digestOf } from '@/lib/register/digest'
import type { Json } from '@/lib/register/canonical'
import type { ProgramState } from '../program-state'
import { judgeClosure } from './closure'
import { judgeIncident, judgeOverride } from './incident'
import type { Queryable } from '../query'
import type { AskedDecision, Bench, Judge, Judged } from './judged'
import { judgePlan } from './plan'
import { judgePromotion } from './promotion'
import { judgeDebt, judgeMinutes, judgeRollback, judgeStop } from './records'
import { judgeRevision } from './revision'
import { judgeWaiver } from './waiver'

const judges: { [Kind in DecisionKind]: Judge<DecisionInputs[Kind]> } = {
  promotion: judgePromotion,
  stop_or_continue: judgeStop,
  kill_override: judgeOverride,
  incident: judgeIncident,
  rollback: judgeRollback,
  waiver: judgeWaiver,
  remediation_plan: judgePlan,
  risk_closure: judgeClosure,
  program_revision: judgeRevision,
  parity_debt: judgeDebt,
  minutes: judgeMinutes,
}

/** A decision's judgement as of now: its items, their digest, and what stands against approving it. */
export interface JudgedDecision {
  judgement: Judgement
  /** SHA-256 of the judgement's canonical form, hex. */
  digest: string
  needs: string[]
  sections: Judged['sections']
}

/**
 * Judges a decision by its kind (semantics 7). The revision in force and whether its conditions hold are part of every
 * judgement: nothing that was sealed as clear is decided once it is not.
 */
export async function judgeDecision(
  db: Queryable,
  state: ProgramState,
  asked: AskedDecision,
  now: Instant,
): Promise<JudgedDecision> {
  const { kind, subject, input, proposedBy } = asked
  // The input was checked as this kind's when it was proposed, and is never written again.
  const judge = judges[kind] as Judge<Json>
  const bench: Bench<Json> = { db, state, now, subject, input, proposedBy }
  const { items, needs, sections } = await judge(bench)
  const judgement: Judgement = {
    ...items,
    'Program revision': `${state.revision.number} (${state.revision.digest})`,
    Conditions: needs.length === 0 ? 'met' : needs.join(' '),
  }
  return { judgement, digest: digestOf(judgement), needs, sections }
}
