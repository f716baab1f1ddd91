import { type Actor, actorId } from '@/lib/auth/actor'
import { type Context, lockEveryProgram, transact } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { permitAdministrator } from '../permit'
import { notFound } from '../refusal'
import { refuseLastAdministrator } from './last-administrator'

/** Someone leaves: they can no longer sign in, and every role ends. What they signed stays as it was. */
export async function deactivatePerson(context: Context, actor: Actor, user: string): Promise<void> {
  await transact<undefined>(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    await lockEveryProgram(client)
    const person = await prisma.user.findUnique({
      where: { id: user },
      include: { roles: { where: { endedAt: null } }, administrations: { where: { endedAt: null } } },
    })
    if (person === null) throw notFound('person')
    if (person.deactivatedAt !== null) return { result: undefined, unchanged: true }
    const end = { endedAt: new Date(now), endedBy: actorId(actor) }
    const entries: [EntryDraft, ...EntryDraft[]] = [{ type: 'person.deactivated', payload: { user } }]
    if (person.administrations.length > 0) {
      await refuseLastAdministrator(prisma, user)
      await prisma.administrator.updateMany({ where: { userId: user, endedAt: null }, data: end })
      entries.push({ type: 'administrator.ended', payload: { user } })
    }
    await prisma.roleAssignment.updateMany({ where: { userId: user, endedAt: null }, data: end })
    entries.push(...person.roles.map(({ role }): EntryDraft => ({ type: 'role.ended', payload: { user, role } })))
    await prisma.user.update({ where: { id: user }, data: { deactivatedAt: new Date(now) } })
    return { result: undefined, entries }
  })
}
