import type { RevisionInput } from '@/lib/domain/decision/inputs'
import type { Json } from '@/lib/register/canonical'
import { revisionComparison } from '../revision-comparison'
import { storedRevision } from '../program-state'
import type { Judge } from './judged'

/** A revision stands on both digests: the one in force and the one that would be (semantics 7). */
export const judgeRevision: Judge<RevisionInput> = async ({ db, state, now, input }) => {
  const proposed = await storedRevision(db, state.id, input.revision)
  if (proposed === null) return { items: {}, needs: [`There is no revision ${input.revision}.`], sections: {} }
  const { program } = proposed.compiled
  const current = state.revision.compiled.program
  const needs = [
    ...(proposed.number > state.revision.number
      ? []
      : [`Revision ${state.revision.number} is in force and newer: propose the change anew.`]),
    ...(program.zone === current.zone && program.window.length === current.window.length
      ? []
      : ["A program's zone and window length are fixed once it has windows."]),
    ...(input.schemaChange && input.note === null
      ? ['It changes metrics or limits, and needs a note: context, decision, consequences, backward comparison.']
      : []),
  ]
  return {
    items: { 'Revision in force': state.revision.digest, 'Proposed revision': proposed.digest },
    needs,
    sections: {
      revision: {
        inForce: { number: state.revision.number, digest: state.revision.digest },
        proposed: { number: proposed.number, digest: proposed.digest },
        schemaChange: input.schemaChange,
        note: input.note === null ? null : { ...input.note },
        comparison: (await revisionComparison(db, state, proposed, now)) as unknown as Json,
      },
    },
  }
}
