import { randomBytes } from 'node:crypto'
import { operator } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { codeHash } from './code-hash'

const LIFETIME = 24 * 3_600_000

/** Letters and digits that cannot be mistaken for each other. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Issues a one-time code that makes whoever enters it administrator. Only its digest is kept; shown once. */
export async function issueSetupCode(context: Context): Promise<{ code: string; expiresAt: number }> {
  const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte % ALPHABET.length])
  const code = [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-')
  return transact(context, { actor: operator, program: null, lock: 'exclusive' }, async ({ prisma, now }) => {
    const expiresAt = now + LIFETIME
    await prisma.setupCode.create({
      data: { hash: codeHash(code), createdAt: new Date(now), expiresAt: new Date(expiresAt) },
    })
    return {
      result: { code, expiresAt },
      entries: [{ type: 'setup_code.issued', payload: { expiresAt: iso(expiresAt) } }],
    }
  })
}
