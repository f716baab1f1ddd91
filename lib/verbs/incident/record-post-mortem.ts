import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { outsidePointer, read, wordsDigest } from '../evidence'
import { inProgram } from '../in-program'
import { permitAct } from '../permit'
import { notFound, Refusal } from '../refusal'

export interface PostMortemInput {
  program: string
  incident: number
  evidence: { uri: string; sha256: string | null }
}

const schema = z.object({ evidence: outsidePointer })

/** Records where the post-mortem of a rollback is (semantics 8). Needs `declare_incident`. */
export function recordPostMortem(context: Context, actor: UserActor, input: PostMortemInput): Promise<void> {
  return inProgram<undefined>(context, actor, input.program, async (tx, state) => {
    await permitAct(tx.client, actor, state, 'declare_incident')
    const incident = await tx.prisma.incident.findFirst({ where: { id: input.incident, programId: state.id } })
    if (incident === null) throw notFound('incident')
    if (incident.postMortemDueAt === null) {
      throw new Refusal('conflict', 'none_due', 'This incident owes no post-mortem: it did not end by a rollback.')
    }
    const { evidence } = read(schema, input)
    const { rowCount } = await tx.client.query(
      `INSERT INTO post_mortem (incident_id, uri, sha256, user_id, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (incident_id) DO NOTHING`,
      [
        incident.id,
        evidence.uri,
        evidence.sha256 === null ? null : Buffer.from(evidence.sha256, 'hex'),
        actor.user,
        new Date(tx.now),
      ],
    )
    if (rowCount !== 1) throw new Refusal('conflict', 'recorded', 'Its post-mortem has been recorded already.')
    const payload = { incident: incident.id, uriDigest: wordsDigest(evidence.uri) }
    return { result: undefined, entries: [{ type: 'incident.post_mortem', payload }] }
  })
}
