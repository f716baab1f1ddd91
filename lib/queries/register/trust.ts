import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { origin as webOrigin } from '@/lib/env'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { verifierKey } from '@/lib/register/key'
import type { TrustFile } from '@/lib/register/trust'
import { visibleProgram } from '../visible'

/**
 * Whom to trust in matters of this installation: every origin its register has had with every key it has had, the web
 * origin and the RP id of its passkeys. Hand it out by another way than bundles.
 */
async function trustDocument({ database }: Context): Promise<TrustFile> {
  const { prisma } = database
  const [installation, origins, keys] = await Promise.all([
    prisma.installation.findUnique({ where: { id: 1 } }),
    prisma.registerOrigin.findMany({ orderBy: { id: 'asc' } }),
    prisma.registerKey.findMany({ orderBy: { id: 'asc' } }),
  ])
  const names = [...origins.map(({ previousOrigin }) => previousOrigin), installation?.origin ?? ''].filter(Boolean)
  const web = webOrigin()
  return {
    schema: 'signalbox.trust/v1',
    registers: [...new Set(names)].map((name) => ({
      origin: name,
      keys: keys.map(({ publicKey }) => verifierKey({ name, publicKey: Buffer.from(publicKey) })),
    })),
    webOrigins: [web],
    rpIds: [new URL(web).hostname],
  }
}

export const trustFile = async (context: Context): Promise<string> =>
  `${canonicalJson((await trustDocument(context)) as unknown as Json)}\n`

export interface TrustDto {
  origin: string
  registers: { origin: string; current: boolean; keys: { hash: string; vkey: string; current: boolean }[] }[]
  webOrigins: string[]
  rpIds: string[]
  /** SHA-256 of the trust file, hex: to be compared over another way. */
  digest: string
}

/** What the Trust page shows. */
export async function trustPage(context: Context, actor: Actor, slug: string): Promise<TrustDto> {
  await visibleProgram(context, actor, slug)
  const [file, text] = await Promise.all([trustDocument(context), trustFile(context)])
  const last = file.registers.at(-1)
  return {
    origin: last?.origin ?? '',
    registers: file.registers.map(({ origin, keys }) => ({
      origin,
      current: origin === last?.origin,
      keys: keys.map((vkey, index) => ({ hash: vkey.split('+')[1] ?? '', vkey, current: index === keys.length - 1 })),
    })),
    webOrigins: file.webOrigins,
    rpIds: file.rpIds,
    digest: sha256(text).toString('hex'),
  }
}
