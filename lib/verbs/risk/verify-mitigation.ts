import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { Refusal } from '../refusal'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field } from './input'
import { openMitigation } from './plan'
import { writeRiskEvent } from './write-event'

export interface Verification {
  mitigation: number
  /** A pointer to what shows that it works. */
  evidence: string
  note: string
}

const schema = z.object({ mitigation: field.id, evidence: field.evidence, note: field.text })

/**
 * Verifies a mitigation with evidence, once its milestones are done. It counts until the next trigger, and can be
 * verified anew after that. Needs `manage_risk`.
 */
export async function verifyMitigation(
  context: Context,
  actor: UserActor,
  input: RiskInput & Verification,
): Promise<ChangedRisk> {
  const { mitigation, evidence, note } = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    const { title, milestones } = openMitigation(at, mitigation)
    const ahead = milestones.filter(({ doneAt }) => doneAt === null).map((one) => one.title)
    if (ahead.length > 0) {
      const message = `"${title}" cannot be verified before its milestones are done: ${ahead.join('; ')}.`
      throw new Refusal('refused', 'milestones_open', message)
    }
    await at.tx.prisma.mitigation.update({
      where: { id: mitigation },
      data: { verifiedBy: actorId(actor), verifiedAt: new Date(at.tx.now), evidence, note },
    })
    return writeRiskEvent(at, 'mitigation_verified', {}, { mitigation, evidence, note })
  })
}
