import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { outsidePointers, type PointerInput, read, wordsDigest } from '../evidence'
import { inProgram } from '../in-program'
import { permitAct } from '../permit'

export interface ConfirmListInput {
  program: string
  /** Where the tracker can be looked into. */
  evidence: PointerInput[]
}

const schema = z.object({ evidence: outsidePointers })

/**
 * Says that the defects recorded by hand are all there are: a complete list, like an uploaded one, for as long as one.
 * Needs `record_defect`.
 */
export function confirmDefectList(context: Context, actor: UserActor, input: ConfirmListInput): Promise<void> {
  return inProgram<undefined>(context, actor, input.program, async (tx, state) => {
    await permitAct(tx.client, actor, state, 'record_defect')
    const { evidence } = read(schema, input)
    const open = await tx.prisma.defectRecord.findMany({
      where: { programId: state.id, resolution: null },
      orderBy: { id: 'asc' },
      select: { id: true },
    })
    const row = await tx.prisma.defectStatement.create({
      data: { programId: state.id, evidence: [...evidence], userId: actor.user, at: new Date(tx.now) },
    })
    const payload = { statement: row.id, open: open.map(({ id }) => id), evidenceDigest: wordsDigest(evidence) }
    return { result: undefined, entries: [{ type: 'defect.list_confirmed', payload }] }
  })
}
