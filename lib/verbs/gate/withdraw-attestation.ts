import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { read, wordsDigest, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { notFound, Refusal } from '../refusal'

export interface WithdrawInput {
  program: string
  attestation: number
  reason: string
}

const schema = z.object({ reason: wordsUpTo(2_000, 'Say why.') })

/**
 * Takes back an attestation or a record: it counts no more from now on. Whoever made it may, and whoever holds the role
 * it was made in.
 */
export function withdrawAttestation(context: Context, actor: UserActor, input: WithdrawInput): Promise<void> {
  return inProgram<undefined>(context, actor, input.program, async (tx, state) => {
    const row = await tx.prisma.attestation.findFirst({
      where: { id: input.attestation, programId: state.id },
      include: { withdrawal: true },
    })
    if (row === null) throw notFound('attestation')
    const rights = await rightsOf(tx.client, actor, state.id)
    if (!rights.active || (row.userId !== actor.user && !rights.roles.has(row.role))) {
      const title = state.revision.compiled.gates.roles.get(row.role) ?? row.role
      throw new Refusal('forbidden', 'no_right', `Whoever made it may withdraw it, or another ${title}.`)
    }
    const { reason } = read(schema, input)
    // Of two at once one is first: the row's key says which.
    const { rowCount } = await tx.client.query(
      `INSERT INTO attestation_withdrawal (attestation_id, user_id, reason, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (attestation_id) DO NOTHING`,
      [row.id, actor.user, reason, new Date(tx.now)],
    )
    if (rowCount !== 1) throw new Refusal('conflict', 'withdrawn', 'It has been withdrawn already.')
    const payload = { attestation: row.id, reasonDigest: wordsDigest(reason) }
    return { result: undefined, entries: [{ type: 'attestation.withdrawn', payload }] }
  })
}
