import { registerMemory } from '@/lib/db/register-memory'
import { serverSigner } from '@/lib/db/signer-place'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { log } from '@/lib/http/log'
import { SealingRefused } from '@/lib/verbs/register/ground'
import { seal } from '@/lib/verbs/register/seal'

/** Seals what waits and remembers the newest checkpoint for answers. A refusal is said once, and shown until it ends. */
export async function sealRegister(context: Context): Promise<number> {
  const memory = registerMemory()
  const at = iso(await context.clock(context.database.pool))
  let done = 0
  try {
    done = await seal(context, serverSigner())
    memory.sealing = { at, refused: null }
  } catch (error) {
    if (!(error instanceof SealingRefused)) throw error
    const { code, message } = error
    if (memory.sealing?.refused?.code !== code) log('error', 'register.seal.refused', { code, message })
    memory.sealing = { at, refused: { code, message } }
  }
  const newest = await context.database.prisma.registerCheckpoint.findFirst({
    orderBy: { id: 'desc' },
    select: { note: true },
  })
  memory.checkpoint = newest?.note ?? null
  return done
}
