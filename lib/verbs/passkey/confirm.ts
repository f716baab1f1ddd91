import type { UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { votingRoles } from '@/lib/db/votes-for'
import { HOUR, iso } from '@/lib/domain/instant'
import { mayConfirmKey } from '@/lib/domain/people/confirmation'
import { notFound, Refusal } from '../refusal'

interface Confirmation {
  /** The program's slug: a key counts where it has been confirmed. */
  program: string
  passkey: string
}

/**
 * Confirms, having seen them enrol it, that a key is its owner's (semantics 11). Not one's own; administrators may,
 * and the holders of another seat of the owner's council. From then on, or after the program's delay, it counts in
 * this program. The council is told by its inboxes.
 */
export async function confirmPasskey(
  context: Context,
  actor: UserActor,
  { program, passkey }: Confirmation,
): Promise<{ countsFrom: string }> {
  const { database } = context
  const known = await programState(database, database.pool, program)
  if (known === null) throw notFound('program')
  return transact(context, { actor, program: known, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    const state = await programState(database, client, program)
    if (state === null) throw notFound('program')
    const rights = await rightsOf(client, actor, state.id)
    if (!rights.active) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
    const where = { passkeyId_programId: { passkeyId: passkey, programId: state.id } }
    const [key, standing] = [
      await prisma.passkey.findUnique({ where: { id: passkey }, include: { user: true } }),
      await prisma.passkeyConfirmation.findUnique({ where }),
    ]
    if (key === null) throw notFound('key')
    if (key.userId === actor.user) {
      throw new Refusal('forbidden', 'own_key', 'Nobody confirms their own key. Ask someone else to.')
    }
    const owner = (await votingRoles(client, state.id, [key.userId], now)).get(key.userId) ?? new Set()
    const { governance } = state.revision.compiled.program
    const confirmer = { user: actor.user, administrator: rights.administrator, roles: rights.roles }
    if (!mayConfirmKey(governance.councils, { user: key.userId, roles: owner }, confirmer)) {
      throw new Refusal(
        'forbidden',
        'no_right',
        'A key is confirmed by an administrator, or by the holder of another seat of the same council.',
      )
    }
    if (key.revokedAt !== null || key.user.deactivatedAt !== null) {
      throw new Refusal('conflict', 'revoked', 'This key has been revoked.')
    }
    if (standing !== null) return { result: { countsFrom: standing.countsFrom.toISOString() }, unchanged: true }
    const countsFrom = now + governance.keyDelayHours * HOUR
    await prisma.passkeyConfirmation.create({
      data: {
        passkeyId: passkey,
        programId: state.id,
        userId: key.userId,
        confirmedBy: actor.user,
        confirmedAt: new Date(now),
        countsFrom: new Date(countsFrom),
      },
    })
    const payload = { user: key.userId, passkey, countsFrom: iso(countsFrom) }
    return { result: { countsFrom: payload.countsFrom }, entries: [{ type: 'passkey.confirmed', payload }] }
  })
}
