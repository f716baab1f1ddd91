import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import type { Judge } from './judged'

/** A promotion stands on the exit of one phase and the entry of the next, at one instant (semantics 7). */
export const judgePromotion: Judge<DecisionInputs['promotion']> = async ({ input }) =>
  Promise.resolve({ items: { To: input.to }, needs: [], sections: {} })
