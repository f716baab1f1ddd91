import { type Actor, actorId } from '@/lib/auth/actor'
import { programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { permitAdministrator } from '../permit'
import { notFound } from '../refusal'

/** Revokes a token: its next request is refused, and so is one under way that has not taken its lock. */
export async function revokeToken(context: Context, actor: Actor, program: string, id: number): Promise<void> {
  const { database } = context
  const state = await programState(database, database.pool, program)
  if (state === null) throw notFound('program')
  await transact<undefined>(context, { actor, program: state, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    const token = await prisma.apiToken.findFirst({ where: { id, programId: state.id } })
    if (token === null) throw notFound('token')
    if (token.revokedAt !== null) return { result: undefined, unchanged: true }
    await prisma.apiToken.update({
      where: { id: token.id },
      data: { revokedAt: new Date(now), revokedBy: actorId(actor) },
    })
    return { result: undefined, entries: [{ type: 'token.revoked', payload: { token: token.id } }] }
  })
}
