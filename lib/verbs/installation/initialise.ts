import { randomBytes } from 'node:crypto'
import { operator } from '@/lib/auth/actor'
import { type Context, transact } from '@/lib/db/transact'

/**
 * Gives a new database its name: the origin of its register, which checkpoints and signed statements carry. A database
 * that has one keeps it.
 */
export async function initialise(
  context: Context,
  input: { demo: boolean },
): Promise<{ origin: string; demo: boolean }> {
  return transact(context, { actor: operator, program: null, lock: 'exclusive' }, async ({ prisma, now }) => {
    const known = await prisma.installation.findUnique({ where: { id: 1 } })
    if (known !== null) return { result: { origin: known.origin, demo: known.demo }, unchanged: true }
    const { demo } = input
    const origin = `signalbox/${demo ? 'demo-' : ''}${randomBytes(8).toString('hex')}`
    await prisma.installation.create({ data: { origin, demo, createdAt: new Date(now) } })
    return { result: { origin, demo }, entries: [{ type: 'installation.created', payload: { origin, demo } }] }
  })
}
