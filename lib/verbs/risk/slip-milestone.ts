import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { invalid } from '../refusal'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field, refusePast } from './input'
import { openMilestone } from './plan'
import { writeRiskEvent } from './write-event'

export interface MilestoneSlip {
  milestone: number
  /** The new day in the program's zone, `2026-11-26`, today or later. */
  due: string
  reason: string
}

const schema = z.object({ milestone: field.id, due: field.day, reason: field.text })

/** Moves a milestone to another day; both days and the reason are kept. Needs `manage_risk`. */
export async function slipMilestone(
  context: Context,
  actor: UserActor,
  input: RiskInput & MilestoneSlip,
): Promise<ChangedRisk> {
  const { milestone, due, reason } = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    const { tx, state } = at
    const before = openMilestone(at, milestone)
    if (before.due === due) {
      throw invalid([{ path: 'due', code: 'same_day', message: `It is due on ${due} already.` }])
    }
    refusePast([{ path: 'due', day: due }], state.revision.compiled.program.zone, tx.now)
    const [from, to] = [new Date(before.due), new Date(due)]
    await tx.prisma.milestoneSlip.create({
      data: { milestoneId: milestone, from, to, reason, by: actorId(actor), at: new Date(tx.now) },
    })
    await tx.prisma.milestone.update({ where: { id: milestone }, data: { due: to } })
    return writeRiskEvent(at, 'milestone_slipped', {}, { milestone, from: before.due, to: due, reason })
  })
}
