import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { decisionId } from '@/lib/domain/decision/kinds'
import { sha256 } from '@/lib/register/digest'
import { permitAct } from '../permit'
import { checked, field } from './fields'
import { type DecisionInput, inDecision, refuseEnded, writeEvent } from './in-decision'

/** Takes an open decision back: by whoever may propose. Its votes stay on record and count no more. */
export async function withdrawDecision(
  context: Context,
  actor: UserActor,
  input: DecisionInput & { reason: string },
): Promise<void> {
  const reason = checked(field.text, input.reason, 'reason')
  await inDecision<undefined>(context, actor, input, async (at) => {
    const { tx, state, decision } = at
    await permitAct(tx.client, actor, state, 'propose_decision')
    refuseEnded(decision)
    await tx.client.query(`UPDATE decision SET state = 'withdrawn', ended_at = $2 WHERE id = $1`, [
      decision.id,
      new Date(tx.now),
    ])
    await writeEvent(at, 'withdrawn', { reason })
    const { round, number } = decision
    const payload = { decision: decisionId(number), round, reasonDigest: sha256(reason).toString('hex') }
    return { result: undefined, entries: [{ type: 'decision.withdrawn', payload }] }
  })
}
