import { type Actor, actorId } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { changeRole, type RoleChange } from './change-role'

/** Gives a person a role in a program, from now on. Administrators only. */
export function grantRole(context: Context, actor: Actor, change: RoleChange): Promise<void> {
  return changeRole(context, actor, change, async ({ prisma, now }, state) => {
    const { user, role } = change
    const standing = await prisma.roleAssignment.findFirst({
      where: { programId: state.id, userId: user, role, endedAt: null },
    })
    if (standing !== null) return { result: undefined, unchanged: true }
    const data = { programId: state.id, userId: user, role, grantedBy: actorId(actor), grantedAt: new Date(now) }
    await prisma.roleAssignment.create({ data })
    return { result: undefined, entries: [{ type: 'role.granted', payload: { user, role } }] }
  })
}
