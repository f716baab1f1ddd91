import { inTransaction } from '@/lib/db/database'
import type { SignerPlace } from '@/lib/db/signer'
import type { Context } from '@/lib/db/transact'
import { lastSigned, lockSealer, SealingRefused, signersFor, standing } from './ground'

/** Why the next checkpoint would not be signed, or null. Changes nothing. */
export function sealingFault(
  { database }: Context,
  place: SignerPlace,
): Promise<{ code: string; message: string } | null> {
  return inTransaction(database, async (_, client) => {
    await lockSealer(client)
    try {
      const at = await standing(client)
      await lastSigned(client, place, at)
      if (at.keyRows.length > 0) signersFor(place, at)
      return null
    } catch (error) {
      if (!(error instanceof SealingRefused)) throw error
      return { code: error.code, message: error.message }
    }
  })
}
