import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { enterPhase } from '../../gate/enter-phase'
import type { Effect } from './effect'

/** The program enters the phase that its triad promoted it to. */
export const promote: Effect<DecisionInputs['promotion']> = async ({ tx, state, decision }, { to }) => [
  await enterPhase(tx, state, to, decision.id),
]
