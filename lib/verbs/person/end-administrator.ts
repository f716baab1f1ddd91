import { type Actor, actorId } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'
import { permitAdministrator } from '../permit'
import { refuseLastAdministrator } from './last-administrator'

/** Ends someone's right to administer; the last administrator stays. */
export async function endAdministrator(context: Context, actor: Actor, user: string): Promise<void> {
  await transact<undefined>(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    await refuseLastAdministrator(prisma, user)
    const ended = await prisma.administrator.updateMany({
      where: { userId: user, endedAt: null },
      data: { endedAt: new Date(now), endedBy: actorId(actor) },
    })
    if (ended.count === 0) return { result: undefined, unchanged: true }
    return { result: undefined, entries: [{ type: 'administrator.ended', payload: { user } }] }
  })
}
