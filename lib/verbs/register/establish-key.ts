import { system } from '@/lib/auth/actor'
import { currentKey, type SignerPlace } from '@/lib/db/signer'
import { type Context, transact } from '@/lib/db/transact'
import { keyHash } from '@/lib/register/key'
import { guarded } from './ground'

/** Enters the register's first public key, for an empty register alone; a register that has one keeps it. */
export async function establishKey(context: Context, place: SignerPlace): Promise<void> {
  const { prisma } = context.database
  if ((await prisma.registerKey.count()) > 0) return
  const key = guarded(() => currentKey(place))
  if (key === null) return
  await transact(context, { actor: system, program: null, lock: 'exclusive' }, async ({ prisma: db, now }) => {
    const [keys, leaves, { origin }] = await Promise.all([
      db.registerKey.count(),
      db.registerLeaf.count(),
      db.installation.findUniqueOrThrow({ where: { id: 1 } }),
    ])
    if (keys + leaves > 0) return { result: undefined, unchanged: true }
    const publicKey = Uint8Array.from(key.publicKey)
    await db.registerKey.create({ data: { publicKey, establishedAt: new Date(now) } })
    const payload = {
      origin,
      key: keyHash({ name: origin, publicKey: key.publicKey }),
      publicKey: key.publicKey.toString('hex'),
    }
    return { result: undefined, entries: [{ type: 'register.key_established', payload }] }
  })
}
