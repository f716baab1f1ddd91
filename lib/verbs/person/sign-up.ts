import { randomUUID } from 'node:crypto'
import { system } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'

/** Who an identity provider says is there. Issuer and subject recognise a person; name and address are shown only. */
export interface SignedInIdentity {
  issuer: string
  subject: string
  name: string
  email: string | null
}

/** How an identity stands in the register: by a digest, since a subject may be an address. */
const identityDigest = ({ issuer, subject }: Pick<SignedInIdentity, 'issuer' | 'subject'>): string =>
  sha256(JSON.stringify([issuer, subject])).toString('hex')

/**
 * The user of an identity, made at the first sign-in; null where that person has been deactivated. `firstAdministrator`
 * makes them administrator where there is none yet.
 */
export async function signUp(
  context: Context,
  identity: SignedInIdentity,
  firstAdministrator: 'environment' | 'demo' | null = null,
): Promise<{ user: string } | null> {
  const { issuer, subject } = identity
  return transact<{ user: string } | null>(
    context,
    { actor: system, program: null, lock: 'exclusive' },
    async ({ prisma, now }) => {
      const at = new Date(now)
      const entries: EntryDraft[] = []
      const known = await prisma.identity.findUnique({
        where: { issuer_subject: { issuer, subject } },
        include: { user: true },
      })
      if (known?.user.deactivatedAt) return { result: null, unchanged: true }
      const user = known?.userId ?? randomUUID()
      if (known === null) {
        await prisma.user.create({
          data: {
            id: user,
            name: identity.name,
            email: identity.email,
            createdAt: at,
            identities: { create: { issuer, subject, createdAt: at } },
          },
        })
        entries.push({ type: 'person.signed_up', payload: { user, identity: identityDigest(identity) } })
      }
      const wanting =
        firstAdministrator !== null && (await prisma.administrator.count({ where: { endedAt: null } })) === 0
      if (wanting) {
        await prisma.administrator.create({ data: { userId: user, grantedBy: firstAdministrator, grantedAt: at } })
        entries.push({ type: 'administrator.granted', payload: { user, how: firstAdministrator } })
      }
      const [first, ...rest] = entries
      return first === undefined
        ? { result: { user }, unchanged: true }
        : { result: { user }, entries: [first, ...rest] }
    },
  )
}
