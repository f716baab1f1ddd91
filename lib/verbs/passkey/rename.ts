import type { UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { type Context, transact } from '@/lib/db/transact'
import { sha256 } from '@/lib/register/digest'
import { notFound } from '../refusal'
import { keyName } from './name'

/** Gives one's own key another name. No vote depends on it. */
export async function renamePasskey(
  context: Context,
  actor: UserActor,
  { passkey, name: typed }: { passkey: string; name: string },
): Promise<void> {
  const name = keyName(typed)
  await transact<undefined>(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, client }) => {
    const { active } = await rightsOf(client, actor, null)
    const mine = { id: passkey, userId: actor.user, revokedAt: null }
    const key = active ? await prisma.passkey.findFirst({ where: mine }) : null
    if (key === null) throw notFound('key')
    if (key.name === name) return { result: undefined, unchanged: true }
    await prisma.passkey.update({ where: { id: passkey }, data: { name } })
    const payload = { user: actor.user, passkey, nameDigest: sha256(name).toString('hex') }
    return { result: undefined, entries: [{ type: 'passkey.renamed', payload }] }
  })
}
