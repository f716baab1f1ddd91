import type { UserActor } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'
import { codeHash, codeRefused } from './code-hash'

/** Makes a signed-in person administrator by the code from the console; each code serves once. */
export async function claimSetupCode(context: Context, actor: UserActor, code: string): Promise<void> {
  const hash = codeHash(code)
  await transact(context, { actor, program: null, lock: 'exclusive' }, async ({ prisma, now }) => {
    const used = await prisma.setupCode.updateMany({
      where: { hash, usedAt: null, expiresAt: { gt: new Date(now) } },
      data: { usedAt: new Date(now), usedBy: actor.user },
    })
    if (used.count !== 1) throw codeRefused()
    const standing = await prisma.administrator.findFirst({ where: { userId: actor.user, endedAt: null } })
    if (standing === null) {
      await prisma.administrator.create({
        data: { userId: actor.user, grantedBy: 'console', grantedAt: new Date(now) },
      })
    }
    return {
      result: undefined,
      entries: [{ type: 'administrator.granted', payload: { user: actor.user, how: 'console' } }],
    }
  })
}
