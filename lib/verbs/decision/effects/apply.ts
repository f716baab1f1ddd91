import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import type { DecisionKind } from '@/lib/domain/decision/kinds'
import type { Json } from '@/lib/register/canonical'
import type { EntryDraft } from '@/lib/register/entry'
import type { DecisionTransaction } from '../in-decision'
import { openDebt } from './debt'
import type { Effect } from './effect'
import { endDecided, override } from './incident'
import { openPlan } from './plan'
import { promote } from './promotion'
import { activate } from './revision'
import { close } from './risk-closure'
import { openWaiver } from './waiver'

/** The decision itself is all there is to record. */
const recordOnly = (): Promise<EntryDraft[]> => Promise.resolve([])

const effects: { [Kind in DecisionKind]: Effect<DecisionInputs[Kind]> } = {
  promotion: promote,
  waiver: openWaiver,
  remediation_plan: openPlan,
  risk_closure: close,
  program_revision: activate,
  parity_debt: openDebt,
  incident: endDecided,
  kill_override: override,
  stop_or_continue: recordOnly,
  rollback: recordOnly,
  minutes: recordOnly,
}

/** Applies what was approved. The input was checked as this kind's when it was proposed, and is never written again. */
export function applyEffect(at: DecisionTransaction): Promise<EntryDraft[]> {
  const { kind, input } = at.decision
  return (effects[kind] as Effect<Json>)(at, input)
}
