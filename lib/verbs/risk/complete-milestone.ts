import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field } from './input'
import { openMilestone } from './plan'
import { writeRiskEvent } from './write-event'

const schema = z.object({ milestone: field.id })

/** Says that a milestone is reached. Needs `manage_risk`. */
export async function completeMilestone(
  context: Context,
  actor: UserActor,
  input: RiskInput & { milestone: number },
): Promise<ChangedRisk> {
  const { milestone } = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    openMilestone(at, milestone)
    await at.tx.prisma.milestone.update({
      where: { id: milestone },
      data: { doneBy: actorId(actor), doneAt: new Date(at.tx.now) },
    })
    return writeRiskEvent(at, 'milestone_completed', {}, { milestone })
  })
}
