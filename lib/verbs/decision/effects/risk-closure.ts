import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { closeRisk } from '../../risk/close'
import type { Effect } from './effect'

/** The risk is closed (seed 10.2). */
export const close: Effect<DecisionInputs['risk_closure']> = async ({ tx, actor, state, decision }, { risk }) => [
  await closeRisk(tx, actor, state, risk, decision.id),
]
