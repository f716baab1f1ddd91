import type { Actor } from '@/lib/auth/actor'
import { currentKey, type SignerPlace } from '@/lib/db/signer'
import { type Context, transact } from '@/lib/db/transact'
import { keyHash } from '@/lib/register/key'
import { permitAdministrator } from '../permit'
import { Refusal } from '../refusal'
import { guarded, lastSigned, lockSealer, signersFor, standing } from './ground'

/**
 * Enters the key that takes over. The next checkpoint is signed by both, which proves that whoever had the old key
 * wanted this one. Administrators only. `next` is the new public key, 32 bytes; its private half is at hand already.
 */
export async function rotateKey(
  context: Context,
  actor: Actor,
  place: SignerPlace,
  next: Buffer,
): Promise<{ from: string; to: string }> {
  return transact(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    await lockSealer(client)
    const at = await standing(client)
    const { keys, keyId, promote } = signersFor(place, at)
    if (promote === 'after' || keys.length > 1) {
      throw new Refusal('conflict', 'rotation_open', 'A rotation is under way: its checkpoint must be signed first.')
    }
    await lastSigned(client, place, at)
    const current = guarded(() => currentKey(place))
    const name = at.origin
    const publicKey = Uint8Array.from(next)
    await prisma.registerKey.create({ data: { publicKey, establishedAt: new Date(now), replacesId: keyId } })
    const from = keyHash({ name, publicKey: current?.publicKey ?? Buffer.alloc(0) })
    const to = keyHash({ name, publicKey: next })
    const payload = { origin: name, from, to, publicKey: next.toString('hex') }
    return { result: { from, to }, entries: [{ type: 'register.key_rotated', payload }] }
  })
}
