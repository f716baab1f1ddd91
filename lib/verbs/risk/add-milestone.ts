import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field, refusePast } from './input'
import { openMitigation } from './plan'
import { writeRiskEvent } from './write-event'

export interface NewMilestone {
  mitigation: number
  title: string
  /** A day in the program's zone, `2026-11-26`, today or later. */
  due: string
}

const schema = z.object({ mitigation: field.id, title: field.title, due: field.day })

/** Adds a dated milestone to a mitigation that is neither verified nor withdrawn. Needs `manage_risk`. */
export async function addMilestone(
  context: Context,
  actor: UserActor,
  input: RiskInput & NewMilestone,
): Promise<ChangedRisk> {
  const { mitigation, title, due } = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    openMitigation(at, mitigation)
    const { tx, state } = at
    refusePast([{ path: 'due', day: due }], state.revision.compiled.program.zone, tx.now)
    const made = { createdBy: actorId(actor), createdAt: new Date(tx.now) }
    const { id } = await tx.prisma.milestone.create({
      data: { mitigationId: mitigation, title, due: new Date(due), ...made },
    })
    return writeRiskEvent(at, 'milestone_added', {}, { mitigation, milestone: id, title, due })
  })
}
