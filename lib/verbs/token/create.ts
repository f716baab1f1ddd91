import { randomBytes } from 'node:crypto'
import { type Actor, actorId } from '@/lib/auth/actor'
import { programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { sha256 } from '@/lib/register/digest'
import { permitAdministrator } from '../permit'
import { invalid, notFound } from '../refusal'

export interface NewToken {
  /** The program's slug. */
  program: string
  name: string
  scope: 'upload' | 'read'
  /** Whether its uploads may be gated. */
  gated: boolean
}

/** A token as it is shown once. */
export interface IssuedToken {
  id: number
  token: string
}

/** Creates a bearer token of one program. It is shown once; only its SHA-256 is kept. Administrators only. */
export async function createToken(context: Context, actor: Actor, input: NewToken): Promise<IssuedToken> {
  const { database } = context
  const name = input.name.trim()
  const faults = [
    ...(name.length === 0 || name.length > 100
      ? [{ path: 'name', code: 'length', message: 'A name has 1 to 100 characters.' }]
      : []),
    ...(input.scope === 'read' && input.gated
      ? [{ path: 'gated', code: 'scope', message: 'A token that only reads uploads nothing, gated or not.' }]
      : []),
  ]
  if (faults.length > 0) throw invalid(faults)
  const state = await programState(database, database.pool, input.program)
  if (state === null) throw notFound('program')
  const token = `sbx_${randomBytes(32).toString('base64url')}`
  return transact(context, { actor, program: state, lock: 'exclusive' }, async ({ prisma, client, now }) => {
    await permitAdministrator(client, actor)
    const { scope, gated } = input
    const { id } = await prisma.apiToken.create({
      data: {
        programId: state.id,
        name,
        hash: sha256(token),
        hint: token.slice(0, 10),
        scope,
        gated,
        createdBy: actorId(actor),
        createdAt: new Date(now),
      },
    })
    const payload = { token: id, scope, gated, nameDigest: sha256(name).toString('hex') }
    return { result: { id, token }, entries: [{ type: 'token.created', payload }] }
  })
}
