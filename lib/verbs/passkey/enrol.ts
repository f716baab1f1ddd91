import type { UserActor } from '@/lib/auth/actor'
import { type EnrolledKey, PasskeyFault, verifyEnrolment } from '@/lib/auth/passkeys'
import { rightsOf } from '@/lib/auth/rights'
import type { PrismaTransaction } from '@/lib/db/database'
import { type Context, transact } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { sha256 } from '@/lib/register/digest'
import { Refusal } from '../refusal'
import { keyName } from './name'

/** Keys that one person may have at once. */
const MOST = 10

interface Enrolment {
  name: string
  /** What the browser's authenticator answered. */
  answer: unknown
}

/**
 * Enrols a key of the one who is signed in (semantics 11). It counts for nothing yet: someone else confirms it, in
 * each program.
 */
export async function enrolPasskey(
  context: Context,
  actor: UserActor,
  { name: typed, answer }: Enrolment,
): Promise<{ passkey: string }> {
  const name = keyName(typed)
  return transact(
    context,
    { actor, program: null, lock: 'exclusive', everyProgram: true },
    async ({ prisma, client, now }) => {
      const { active } = await rightsOf(client, actor, null)
      if (!active) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
      const { user } = actor
      if ((await prisma.passkey.count({ where: { userId: user, revokedAt: null } })) >= MOST) {
        throw new Refusal('conflict', 'too_many_keys', `You have ${MOST} keys. Revoke one that you no longer use.`)
      }
      const { id, publicKey, algorithm, transports } = await answered(prisma, user, answer, now)
      if ((await prisma.passkey.findUnique({ where: { id } })) !== null) {
        throw new Refusal('conflict', 'known_key', 'This key has been enrolled before.')
      }
      await prisma.passkey.create({
        data: {
          id,
          userId: user,
          publicKey: new Uint8Array(publicKey),
          algorithm,
          name,
          transports,
          createdAt: new Date(now),
        },
      })
      const publicKeyDigest = sha256(publicKey).toString('hex')
      return {
        result: { passkey: id },
        entries: [{ type: 'passkey.enrolled', payload: { user, passkey: id, publicKeyDigest, algorithm } }],
      }
    },
  )
}

/** The key that the authenticator made for the challenge under way, which this uses up. */
async function answered(prisma: PrismaTransaction, user: string, answer: unknown, now: Instant): Promise<EnrolledKey> {
  const asked = await prisma.passkeyChallenge.findUnique({ where: { userId: user } })
  if (asked === null || asked.expiresAt.getTime() <= now) {
    throw new Refusal('conflict', 'challenge_over', 'The enrolment took too long. Start it again.')
  }
  await prisma.passkeyChallenge.delete({ where: { userId: user } })
  try {
    return await verifyEnrolment(answer, Buffer.from(asked.challenge))
  } catch (error) {
    if (!(error instanceof PasskeyFault)) throw error
    throw new Refusal('refused', 'bad_enrolment', `The key was not enrolled: ${error.message}`)
  }
}
