import { actorId, type UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { type Context, transact } from '@/lib/db/transact'
import { sha256 } from '@/lib/register/digest'
import { invalid, notFound, Refusal } from '../refusal'

/**
 * Revokes a key for good, in every program: by its owner, or by an administrator. Votes that it signed stay on record;
 * one that a decision still open would count no longer does, since deciding checks every key again.
 */
export async function revokePasskey(
  context: Context,
  actor: UserActor,
  { passkey, reason: typed }: { passkey: string; reason: string },
): Promise<void> {
  const reason = typed.trim()
  if (reason.length === 0 || reason.length > 1000) {
    throw invalid([{ path: 'reason', code: 'length', message: 'Say why, in 1 to 1000 characters.' }])
  }
  await transact<undefined>(
    context,
    { actor, program: null, lock: 'exclusive', everyProgram: true },
    async ({ prisma, client, now }) => {
      const rights = await rightsOf(client, actor, null)
      if (!rights.active) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
      const key = await prisma.passkey.findUnique({ where: { id: passkey } })
      const own = key?.userId === actor.user
      if (key === null || !(own || rights.administrator)) throw notFound('key')
      if (key.revokedAt !== null) return { result: undefined, unchanged: true }
      await prisma.passkey.update({
        where: { id: passkey },
        data: { revokedAt: new Date(now), revokedBy: actorId(actor), revokedReason: reason },
      })
      const payload = {
        user: key.userId,
        passkey,
        reason: own ? ('own' as const) : ('administrator' as const),
        reasonDigest: sha256(reason).toString('hex'),
      }
      return { result: undefined, entries: [{ type: 'passkey.revoked', payload }] }
    },
  )
}
