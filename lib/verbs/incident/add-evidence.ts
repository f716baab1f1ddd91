import { z } from 'zod'
import { type UserActor, actorId } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { outsidePointers, type PointerInput, read, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { permitAct } from '../permit'
import { notFound, Refusal } from '../refusal'
import { addSignal } from './signal'

export interface IncidentEvidenceInput {
  program: string
  incident: number
  statement: string
  evidence: PointerInput[]
}

const schema = z.object({ statement: wordsUpTo(4_000, 'Say what it shows.'), evidence: outsidePointers })

/** Adds evidence to an open incident. It moves no deadline. Needs `declare_incident`. */
export function addIncidentEvidence(context: Context, actor: UserActor, input: IncidentEvidenceInput): Promise<void> {
  return inProgram<undefined>(context, actor, input.program, async (tx, state) => {
    await permitAct(tx.client, actor, state, 'declare_incident')
    const { rows } = await tx.client.query<{ ended_at: Date | null; criterion: string }>(
      `SELECT i.ended_at, (SELECT min(criterion) FROM incident_criterion WHERE incident_id = i.id) AS criterion
       FROM incident i WHERE i.id = $1 AND i.program_id = $2 FOR SHARE OF i`,
      [input.incident, state.id],
    )
    const [incident] = rows
    if (incident === undefined) throw notFound('incident')
    if (incident.ended_at !== null) throw new Refusal('conflict', 'ended', 'This incident has ended.')
    const { statement, evidence } = read(schema, input)
    const { criterion } = incident
    const seen = { incident: input.incident, criterion, statement, evidence, by: actorId(actor), fired: null }
    return { result: undefined, entries: [await addSignal(tx, seen)] }
  })
}
