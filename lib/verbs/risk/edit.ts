import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { Refusal } from '../refusal'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { reviewDue } from './review-due'
import { changedFields } from './changed-fields'
import { checkedWords, type RiskWording } from './words'
import { writeRiskEvent } from './write-event'

/** Changes the words of a risk that was added in the browser; a definition's change with it. Needs `manage_risk`. */
export function editRisk(context: Context, actor: UserActor, input: RiskInput & RiskWording): Promise<ChangedRisk> {
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    const { risk, state } = at
    const { program } = state.revision.compiled
    if (risk.origin === 'definition') {
      throw new Refusal(
        'conflict',
        'defined',
        `${risk.key} is worded by the program's definition, and changes with it.`,
      )
    }
    const words = checkedWords(input, program)
    const changed = changedFields(risk, { ...words, reviewDueAt: reviewDue(risk, words.review, program.zone) })
    return Object.keys(changed).length === 0 ? null : writeRiskEvent(at, 'edited', changed)
  })
}
