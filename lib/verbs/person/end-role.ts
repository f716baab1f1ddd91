import { type Actor, actorId } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { changeRole, type RoleChange } from './change-role'

/** Takes a role away at once: verbs read roles in their own transaction. Administrators only. */
export function endRole(context: Context, actor: Actor, change: RoleChange): Promise<void> {
  return changeRole(context, actor, change, async ({ prisma, now }, state) => {
    const { user, role } = change
    const ended = await prisma.roleAssignment.updateMany({
      where: { programId: state.id, userId: user, role, endedAt: null },
      data: { endedAt: new Date(now), endedBy: actorId(actor) },
    })
    if (ended.count === 0) return { result: undefined, unchanged: true }
    return { result: undefined, entries: [{ type: 'role.ended', payload: { user, role } }] }
  })
}
