import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field } from './input'
import { openMitigation } from './plan'
import { writeRiskEvent } from './write-event'

export interface Withdrawal {
  mitigation: number
  reason: string
}

const schema = z.object({ mitigation: field.id, reason: field.text })

/** Takes a mitigation out of the plan, with the reason; it stays to be seen. Needs `manage_risk`. */
export async function withdrawMitigation(
  context: Context,
  actor: UserActor,
  input: RiskInput & Withdrawal,
): Promise<ChangedRisk> {
  const { mitigation, reason } = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    openMitigation(at, mitigation)
    await at.tx.prisma.mitigation.update({
      where: { id: mitigation },
      data: { withdrawnBy: actorId(actor), withdrawnAt: new Date(at.tx.now), withdrawnReason: reason },
    })
    return writeRiskEvent(at, 'mitigation_withdrawn', {}, { mitigation, reason })
  })
}
