import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { type ChangedRisk, changeRisk, refuseClosed, type RiskInput } from './change-risk'
import { checked, field, refusePast, requireActive } from './input'
import { writeRiskEvent } from './write-event'

export interface NewMitigation {
  title: string
  /** Id of the active person who sees to it. */
  owner: string
  /** `due` is a day in the program's zone, `2026-11-26`, today or later. */
  milestones: { title: string; due: string }[]
}

const schema = z.object({
  title: field.title,
  owner: field.user,
  milestones: z
    .array(z.object({ title: field.title, due: field.day }))
    .max(50, 'A mitigation has 50 milestones at most.'),
})

/** Adds a mitigation to a risk's plan, with its dated milestones. Needs `manage_risk`. */
export async function addMitigation(
  context: Context,
  actor: UserActor,
  input: RiskInput & NewMitigation,
): Promise<ChangedRisk> {
  const { title, owner, milestones } = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    const { tx, risk, state } = at
    refuseClosed(at)
    const days = milestones.map(({ due }, index) => ({ path: `milestones.${index}.due`, day: due }))
    refusePast(days, state.revision.compiled.program.zone, tx.now)
    await requireActive(tx.prisma, owner, 'owner')
    const made = { createdBy: actorId(actor), createdAt: new Date(tx.now) }
    const rows = milestones.map((one) => ({ title: one.title, due: new Date(one.due), ...made }))
    const { id } = await tx.prisma.mitigation.create({
      data: { riskId: risk.id, title, ownerId: owner, ...made, milestones: { create: rows } },
    })
    return writeRiskEvent(at, 'mitigation_added', {}, { mitigation: id, title, owner, milestones })
  })
}
