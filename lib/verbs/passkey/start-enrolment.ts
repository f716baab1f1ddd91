import { randomBytes } from 'node:crypto'
import type { UserActor } from '@/lib/auth/actor'
import { CEREMONY, enrolmentOptions } from '@/lib/auth/passkeys'
import type { Context } from '@/lib/db/transact'
import { Refusal } from '../refusal'

/**
 * What the browser is to ask the authenticator for. The challenge stands five minutes for one enrolment; a later one
 * takes its place. It is no fact, nothing rests on it, and so it is not on the register.
 */
export async function startEnrolment(
  context: Context,
  actor: UserActor,
): Promise<Awaited<ReturnType<typeof enrolmentOptions>>> {
  const { prisma, pool } = context.database
  const person = await prisma.user.findUnique({ where: { id: actor.user }, include: { passkeys: true } })
  if (person === null || person.deactivatedAt !== null) {
    throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
  }
  const challenge = randomBytes(32)
  const row = { challenge, expiresAt: new Date((await context.clock(pool)) + CEREMONY) }
  await prisma.passkeyChallenge.upsert({
    where: { userId: actor.user },
    create: { userId: actor.user, ...row },
    update: row,
  })
  return enrolmentOptions({
    person: { user: person.id, name: person.name },
    keys: person.passkeys.filter(({ revokedAt }) => revokedAt === null),
    challenge,
  })
}
