import { z } from 'zod'
import { type NoteKey, parseVerifierKey } from './key'

/**
 * Whom a verifier trusts, from elsewhere than the bundle (semantics 12): the register's origins with their keys, and
 * the web origins and RP ids that passkeys were used on.
 */
export interface TrustFile {
  schema: 'signalbox.trust/v1'
  /** Every origin the register has had; each with every key it has had, `name+hash+base64`. */
  registers: { origin: string; keys: string[] }[]
  webOrigins: string[]
  rpIds: string[]
}

const trustSchema = z.strictObject({
  schema: z.literal('signalbox.trust/v1'),
  registers: z.array(z.strictObject({ origin: z.string(), keys: z.array(z.string()).min(1) })).min(1),
  webOrigins: z.array(z.string()),
  rpIds: z.array(z.string()),
})

export interface Trust {
  registers: Map<string, NoteKey[]>
  webOrigins: string[]
  rpIds: string[]
}

/** A trust file, read; or why it is not one. */
export function readTrust(text: string): { ok: true; trust: Trust } | { ok: false; message: string } {
  const parsed = trustSchema.safeParse(parseJson(text))
  if (!parsed.success) return { ok: false, message: 'It is not a signalbox.trust/v1 file.' }
  const registers = new Map<string, NoteKey[]>()
  for (const { origin, keys } of parsed.data.registers) {
    const known = keys.map(parseVerifierKey).filter((key) => key !== null)
    if (known.length < keys.length || known.some(({ name }) => name !== origin)) {
      return { ok: false, message: `A key of ${origin} in it is damaged or another's.` }
    }
    registers.set(origin, [...(registers.get(origin) ?? []), ...known])
  }
  const { webOrigins, rpIds } = parsed.data
  return { ok: true, trust: { registers, webOrigins, rpIds } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
