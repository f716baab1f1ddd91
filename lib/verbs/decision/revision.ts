import { z } from 'zod'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { RevisionInput, RevisionNote } from '@/lib/domain/decision/inputs'
import { differences, isSchemaChange } from '@/lib/program/compare'
import { type LoadedProgram, loadProgram } from '@/lib/program/load'
import { invalid, type Refusal } from '../refusal'
import { checked, field } from './fields'
import type { Prepared } from './prepared'

export interface ReadRevision {
  loaded: LoadedProgram
  source: string
  note: RevisionNote | null
}

const noteSchema = z.strictObject({
  context: field.text,
  decision: field.text,
  consequences: field.text,
  comparison: field.text,
})

/** Reads and checks a definition; refuses with every fault of it. */
export function prepareRevision(input: unknown): ReadRevision {
  const { source, note } = checked(
    z.strictObject({ source: z.string().min(1, 'Give the definition.').max(5_000_000), note: noteSchema.nullish() }),
    input,
    'input.',
  )
  const read = loadProgram(source)
  if (!read.ok) {
    throw invalid(
      read.faults.map(({ path, line, code, message }) => ({
        path: 'input.source',
        code,
        message: `${line === null ? '' : `Line ${line}, `}${path}: ${message}`,
      })),
    )
  }
  return { loaded: read.loaded, source, note: note ?? null }
}

/**
 * Stores the definition as the program's next revision, without putting it in force: only its decision does (semantics
 * 2). A metric schema change needs a note: context, decision, consequences, backward-comparison guidance (seed 11.3).
 */
export async function storeRevision(
  { tx, state, proposer }: { tx: Transaction; state: ProgramState; proposer: string },
  read: ReadRevision | null,
): Promise<Prepared<RevisionInput>> {
  if (read === null) throw new Error('a revision is read before it is stored')
  const { loaded, source, note } = read
  const { program, canonical, digest } = loaded
  const current = state.revision.compiled.program
  const fault = (code: string, message: string): Refusal => invalid([{ path: 'input.source', code, message }])
  if (program.id !== state.slug) throw fault('other_program', `It names ${program.id}: a program's id never changes.`)
  if (digest === state.revision.digest) throw fault('unchanged', 'This very definition is in force.')
  if (program.zone !== current.zone || program.window.length !== current.window.length) {
    throw fault('windows_fixed', "A program's zone and window length are fixed once it has windows.")
  }
  const schemaChange = isSchemaChange(differences(current, program))
  if (schemaChange && note === null) {
    const message = 'It changes metrics or limits: give context, decision, consequences and how to compare backwards.'
    throw invalid([{ path: 'input.note', code: 'required', message }])
  }
  const { rows } = await tx.client.query<{ id: number; number: number }>(
    `INSERT INTO program_revision (program_id, number, digest, canonical, source, created_by, created_at)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 FROM program_revision WHERE program_id = $1
     RETURNING id, number`,
    [state.id, Buffer.from(digest, 'hex'), canonical, source, `user:${proposer}`, new Date(tx.now)],
  )
  const [stored] = rows
  if (stored === undefined) throw new Error('the revision was not stored')
  return {
    subject: `revision ${stored.number}`,
    title: `Revision ${stored.number}`,
    question: `Put revision ${stored.number} of the program in force?`,
    input: { revision: stored.number, digest, schemaChange, note },
    entries: [{ type: 'program.revision_stored', payload: { revision: stored.number, digest } }],
    attach: async (decision) => {
      if (note === null) return
      await tx.client.query(
        `INSERT INTO decision_note (decision_id, revision_id, context, decision_text, consequences, comparison)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [decision, stored.id, note.context, note.decision, note.consequences, note.comparison],
      )
    },
  }
}
