import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { outsidePointers, type PointerInput, read, wordsDigest, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { permitAct } from '../permit'
import { notFound, Refusal } from '../refusal'

export interface ResolveInput {
  program: string
  /** What its tracker calls it. */
  defect: string
  note: string
  evidence: PointerInput[]
}

const schema = z.object({ note: wordsUpTo(2_000, 'Say how it was resolved.'), evidence: outsidePointers })

/**
 * Resolves a defect that was recorded by hand, with evidence. One that a list names is resolved where the list comes
 * from. Needs `record_defect`.
 */
export function resolveDefect(context: Context, actor: UserActor, input: ResolveInput): Promise<void> {
  return inProgram<undefined>(context, actor, input.program, async (tx, state) => {
    await permitAct(tx.client, actor, state, 'record_defect')
    const row = await tx.prisma.defectRecord.findUnique({
      where: { programId_defect: { programId: state.id, defect: input.defect } },
    })
    if (row === null) throw notFound('defect recorded by hand')
    const { note, evidence } = read(schema, input)
    const { rowCount } = await tx.client.query(
      `INSERT INTO defect_resolution (record_id, note, evidence, user_id, at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (record_id) DO NOTHING`,
      [row.id, note, JSON.stringify(evidence), actor.user, new Date(tx.now)],
    )
    if (rowCount !== 1) throw new Refusal('conflict', 'resolved', `${input.defect} has been resolved already.`)
    const payload = { defect: row.id, noteDigest: wordsDigest(note), evidenceDigest: wordsDigest(evidence) }
    return { result: undefined, entries: [{ type: 'defect.resolved', payload }] }
  })
}
