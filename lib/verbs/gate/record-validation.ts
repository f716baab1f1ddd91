import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { gateName } from '@/lib/domain/gate/program'
import { digestOf } from '@/lib/register/digest'
import { outsidePointers, type PointerInput, read, wordsDigest, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { Refusal } from '../refusal'
import { checksOf, type CriterionInput, speakingRole } from './criterion'

export interface ValidationInput extends CriterionInput {
  role: string | null
  /** What the record is called in the system that the criterion names. */
  recordId: string
  evidence: PointerInput[]
}

const schema = z.object({ recordId: wordsUpTo(200, 'Give the id of the record.'), evidence: outsidePointers })

/** Enters a record of the audited system that a criterion names (semantics 7); each record once while it stands. */
export function recordValidation(
  context: Context,
  actor: UserActor,
  input: ValidationInput,
): Promise<{ attestation: number }> {
  return inProgram(context, actor, input.program, async (tx, state) => {
    const checks = checksOf(state, input, 'record')
    const role = await speakingRole(
      tx,
      actor,
      state,
      checks.flatMap(({ roles }) => roles),
      input.role,
    )
    const system = checks.find(({ roles }) => roles.includes(role))?.system ?? ''
    const { recordId, evidence } = read(schema, input)
    const { phase, gate, criterion } = input
    // Two writers of one record wait for each other here.
    await tx.client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `record ${state.id} ${phase} ${gate} ${criterion} ${recordId}`,
    ])
    const standing = await tx.prisma.attestation.findFirst({
      where: { programId: state.id, phase, side: gate, criterion, kind: 'record', system, recordId, withdrawal: null },
    })
    if (standing !== null) throw new Refusal('conflict', 'entered', `${system} ${recordId} has been entered already.`)
    const row = await tx.prisma.attestation.create({
      data: {
        programId: state.id,
        revisionId: state.revision.id,
        phase,
        side: gate,
        criterion,
        kind: 'record',
        role,
        userId: actor.user,
        evidence: evidence.map((pointer) => ({ shows: null, ...pointer })),
        system,
        recordId,
        at: new Date(tx.now),
      },
    })
    return {
      result: { attestation: row.id },
      entries: [
        {
          type: 'attestation.made',
          payload: {
            attestation: row.id,
            kind: 'record',
            gate: gateName(phase, gate),
            criterion,
            role,
            revision: state.revision.number,
            evidenceDigest: wordsDigest(evidence),
            commandDigest: null,
            recordDigest: digestOf({ system, recordId }),
          },
        },
      ],
    }
  })
}
