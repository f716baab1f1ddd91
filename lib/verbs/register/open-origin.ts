import { randomBytes } from 'node:crypto'
import type { Actor } from '@/lib/auth/actor'
import { readSignerState, type SignerPlace, type SignerState } from '@/lib/db/signer'
import { type Context, transact } from '@/lib/db/transact'
import type { PrismaTransaction } from '@/lib/db/database'
import { permitAdministrator } from '../permit'
import { Refusal } from '../refusal'
import { guarded, lastSigned, lockSealer, SealingRefused, standing } from './ground'

/**
 * Opens a new origin after a restore: the register goes on under another name, and names the last checkpoint of the
 * one before, so that nobody can take the one for the other (semantics 12). Refused while the register is sound.
 * Administrators only.
 */
export async function openOrigin(
  context: Context,
  actor: Actor,
  place: SignerPlace,
): Promise<{ origin: string; previous: SignerState }> {
  return transact(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    await lockSealer(client)
    const at = await standing(client)
    await refuseSound(() => lastSigned(client, place, at))
    const previous = guarded(() => readSignerState(place)) ?? (await lastStored(prisma, at.origin))
    if (previous === null) throw sound()
    const installation = await prisma.installation.findUniqueOrThrow({ where: { id: 1 } })
    const origin = `signalbox/${installation.demo ? 'demo-' : ''}${randomBytes(8).toString('hex')}`
    await prisma.installation.update({ where: { id: 1 }, data: { origin } })
    await prisma.registerOrigin.create({
      data: {
        origin,
        previousOrigin: previous.origin,
        previousSize: previous.size,
        previousRoot: Uint8Array.from(Buffer.from(previous.root, 'hex')),
        openedAt: new Date(now),
      },
    })
    const { size, root } = previous
    const payload = { origin, previous: { origin: previous.origin, size, root } }
    return { result: { origin, previous }, entries: [{ type: 'register.origin_opened', payload }] }
  })
}

const sound = (): Refusal =>
  new Refusal(
    'conflict',
    'register_sound',
    'The register is sound: its next checkpoint extends the last. There is nothing to recover.',
  )

async function refuseSound(check: () => Promise<unknown>): Promise<void> {
  try {
    await check()
  } catch (error) {
    if (error instanceof SealingRefused) return
    throw error
  }
  throw sound()
}

/** The last checkpoint that the database has, where the signer's own memory is lost. */
async function lastStored(prisma: PrismaTransaction, origin: string): Promise<SignerState | null> {
  const row = await prisma.registerCheckpoint.findFirst({ where: { origin }, orderBy: { size: 'desc' } })
  return row === null ? null : { origin, size: Number(row.size), root: Buffer.from(row.root).toString('hex') }
}
