import { actorId, type UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { notFound, Refusal } from '../refusal'

/** Ends a deputy's term before its time, at once: by the holder, the deputy, or an administrator. */
export async function endDeputy(
  context: Context,
  actor: UserActor,
  { program, deputy }: { program: string; deputy: number },
): Promise<void> {
  const { database } = context
  const state = await programState(database, database.pool, program)
  if (state === null) throw notFound('program')
  await transact<undefined>(context, { actor, program: state, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    const rights = await rightsOf(client, actor, state.id)
    if (!rights.active) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
    const term = await prisma.deputy.findFirst({ where: { id: deputy, programId: state.id } })
    if (term === null) throw notFound('deputy')
    if (!rights.administrator && ![term.holderId, term.deputyId].includes(actor.user)) {
      throw new Refusal('forbidden', 'no_right', 'The holder, the deputy or an administrator ends a term.')
    }
    if (term.endedAt !== null || term.endsAt.getTime() <= now) return { result: undefined, unchanged: true }
    await prisma.deputy.update({
      where: { id: term.id },
      data: { endedAt: new Date(now), endedBy: actorId(actor) },
    })
    const payload = { deputy: term.id, role: term.role, holder: term.holderId, person: term.deputyId }
    return { result: undefined, entries: [{ type: 'deputy.ended', payload }] }
  })
}
