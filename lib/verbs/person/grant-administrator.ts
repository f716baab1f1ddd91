import { type Actor, actorId } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'
import { permitAdministrator } from '../permit'
import { notFound } from '../refusal'

/** Makes someone administrator of this installation. */
export async function grantAdministrator(context: Context, actor: Actor, user: string): Promise<void> {
  await transact<undefined>(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    const person = await prisma.user.findUnique({
      where: { id: user },
      include: { administrations: { where: { endedAt: null } } },
    })
    if (person === null || person.deactivatedAt !== null) throw notFound('person')
    if (person.administrations.length > 0) return { result: undefined, unchanged: true }
    await prisma.administrator.create({ data: { userId: user, grantedBy: actorId(actor), grantedAt: new Date(now) } })
    return { result: undefined, entries: [{ type: 'administrator.granted', payload: { user, how: actorId(actor) } }] }
  })
}
