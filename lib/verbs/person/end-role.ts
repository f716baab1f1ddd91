import { type Actor, actorId } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { endDeputies } from './end-deputies'
import { changeRole, type RoleChange } from './change-role'

/** Takes a role away at once, and with it its deputies' terms: verbs read both in their own transaction. Administrators only. */
export function endRole(context: Context, actor: Actor, change: RoleChange): Promise<void> {
  return changeRole(context, actor, change, async ({ prisma, now }, state) => {
    const { user, role } = change
    const end = { endedAt: new Date(now), endedBy: actorId(actor) }
    const ended = await prisma.roleAssignment.updateMany({
      where: { programId: state.id, userId: user, role, endedAt: null },
      data: end,
    })
    if (ended.count === 0) return { result: undefined, unchanged: true }
    const deputies = await endDeputies(prisma, { programId: state.id, role, holderId: user }, end)
    return { result: undefined, entries: [{ type: 'role.ended', payload: { user, role } }, ...deputies] }
  })
}
