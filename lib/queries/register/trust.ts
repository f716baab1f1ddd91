import type { Context } from '@/lib/db/transact'
import { origin as webOrigin } from '@/lib/env'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { verifierKey } from '@/lib/register/key'
import type { TrustFile } from '@/lib/register/trust'

/**
 * Whom to trust in matters of this installation: every origin its register has had with every key it has had, the web
 * origin and the RP id of its passkeys. Hand it out by another way than bundles.
 */
export async function trustDocument({ database }: Context): Promise<TrustFile> {
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
