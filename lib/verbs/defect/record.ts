import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import { sqlState, sqlStateOf } from '@/lib/db/errors'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { digestOf } from '@/lib/register/digest'
import { outsidePointers, type PointerInput, read, wordsDigest, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { permitAct } from '../permit'
import { type InputFault, invalid, Refusal } from '../refusal'

export interface DefectInput {
  program: string
  /** What its tracker calls it. */
  defect: string
  title: string
  kind: string
  severity: string
  /** A surface or module; null where it lies on none. */
  surface: string | null
  /** When it was found, ISO 8601 with offset. */
  openedAt: string
  evidence: PointerInput[]
}

const schema = z.object({
  defect: wordsUpTo(120, 'Give its id in its tracker.'),
  title: wordsUpTo(300, 'Say in a few words what is wrong.'),
  openedAt: z.iso.datetime({ offset: true, error: 'Say when it was found.' }),
  evidence: outsidePointers,
})

const AHEAD = 5 * 60_000

/**
 * Records a defect by hand (semantics 7): it counts at once, and until it is resolved. That there is no other only a
 * complete list says. Needs `record_defect`.
 */
export async function recordDefect(context: Context, actor: UserActor, input: DefectInput): Promise<void> {
  try {
    await inProgram<undefined>(context, actor, input.program, async (tx, state) => {
      await permitAct(tx.client, actor, state, 'record_defect')
      const { defect, title, openedAt, evidence } = read(schema, input)
      const { kind, severity, surface } = input
      const { catalog } = state.revision.compiled
      const faults: InputFault[] = []
      if (catalog.defectKinds?.has(kind) !== true) faults.push(fault('kind', 'The program names no such kind.'))
      if (catalog.defectSeverities?.has(severity) !== true) {
        faults.push(fault('severity', 'The program names no such severity.'))
      }
      if (surface !== null && catalog.surfaces?.has(surface) !== true) {
        faults.push(fault('surface', 'The program names no such surface.'))
      }
      if (Date.parse(openedAt) > tx.now + AHEAD) faults.push(fault('openedAt', 'That is still to come.'))
      if (faults.length > 0) throw invalid(faults)
      const data = { kind, severity, surface, defect, title, openedAt: new Date(openedAt), evidence: [...evidence] }
      const row = await tx.prisma.defectRecord.create({
        data: { ...data, programId: state.id, userId: actor.user, at: new Date(tx.now) },
      })
      return {
        result: undefined,
        entries: [
          {
            type: 'defect.recorded',
            payload: {
              defect: row.id,
              kind,
              severity,
              surface,
              openedAt: iso(Date.parse(openedAt)),
              wordsDigest: digestOf({ defect, title }),
              evidenceDigest: wordsDigest(evidence),
            },
          },
        ],
      }
    })
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.uniqueViolation) throw error
    throw new Refusal('conflict', 'recorded', `${input.defect} has been recorded already.`)
  }
}

const fault = (path: string, message: string): InputFault => ({ path, code: 'unknown', message })
