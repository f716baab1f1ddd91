import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { outsidePointer, type PointerInput, read, wordsDigest, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { invalid } from '../refusal'
import { checksOf, type CriterionInput, speakingRole } from './criterion'
import { gateName } from '@/lib/domain/gate/program'

export interface AttestInput extends CriterionInput {
  /** A role that the writer holds; null for the first that fits. */
  role: string | null
  /** One pointer for everything that the criterion asks to be shown, in its order. */
  evidence: PointerInput[]
  /** The exact command, where the criterion asks for one. */
  command: string | null
}

const schema = z.object({
  evidence: z.array(outsidePointer),
  command: wordsUpTo(4_000, 'Give the exact command.').nullable(),
})

/**
 * A named role says that a criterion holds, with a pointer for everything it asks for (semantics 7). It counts until it
 * is withdrawn, or asks for something else. Answers with its number.
 */
export function attest(context: Context, actor: UserActor, input: AttestInput): Promise<{ attestation: number }> {
  return inProgram(context, actor, input.program, async (tx, state) => {
    const checks = checksOf(state, input, 'attested')
    const role = await speakingRole(
      tx,
      actor,
      state,
      checks.flatMap(({ roles }) => roles),
      input.role,
    )
    const check = checks.find(({ roles }) => roles.includes(role))
    if (check === undefined) throw new Error('a role was found in no check')
    const { evidence, command } = read(schema, input)
    if (check.command && command === null) {
      throw invalid([{ path: 'command', code: 'missing', message: 'Give the exact command.' }])
    }
    const missing = check.evidence.flatMap((what, index) =>
      evidence[index] === undefined
        ? [{ path: `evidence.${index}.uri`, code: 'missing', message: `Point to: ${what}` }]
        : [],
    )
    if (missing.length > 0 || evidence.length > check.evidence.length) {
      throw invalid(
        missing.length > 0
          ? missing
          : [{ path: 'evidence', code: 'too_many', message: 'One pointer for each thing asked for.' }],
      )
    }
    const row = await tx.prisma.attestation.create({
      data: {
        programId: state.id,
        revisionId: state.revision.id,
        phase: input.phase,
        side: input.gate,
        criterion: input.criterion,
        kind: 'attested',
        role,
        userId: actor.user,
        evidence: evidence.map((pointer, index) => ({ shows: check.evidence[index] ?? null, ...pointer })),
        command,
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
            kind: 'attested',
            gate: gateName(input.phase, input.gate),
            criterion: input.criterion,
            role,
            revision: state.revision.number,
            evidenceDigest: wordsDigest(evidence),
            commandDigest: command === null ? null : wordsDigest(command),
            recordDigest: null,
          },
        },
      ],
    }
  })
}
