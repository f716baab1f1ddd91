import type { Context } from '@/lib/db/transact'
import { claimSetupCode } from './claim-setup-code'
import { codeHash, codeRefused } from './code-hash'
import { type SignedInIdentity, signUp } from './sign-up'

/** Signs in by a console code alone: a local identity, for installations without an identity provider. */
export async function signInByCode(context: Context, code: string, name: string): Promise<{ user: string }> {
  if (!(await setupCodeStands(context, code))) throw codeRefused()
  const identity: SignedInIdentity = {
    issuer: 'signalbox:console',
    subject: codeHash(code).toString('hex'),
    name,
    email: null,
  }
  const signed = await signUp(context, identity)
  if (signed === null) throw codeRefused()
  await claimSetupCode(context, { kind: 'user', user: signed.user }, code)
  return signed
}

/** Whether a code could be used now. */
async function setupCodeStands(context: Context, code: string): Promise<boolean> {
  const row = await context.database.prisma.setupCode.findUnique({ where: { hash: codeHash(code) } })
  return row !== null && row.usedAt === null && row.expiresAt.getTime() > (await context.clock(context.database.pool))
}
