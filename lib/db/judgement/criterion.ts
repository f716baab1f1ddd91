import { gateReport } from '@/lib/domain/gate/report'
import { gateFacts } from '../gate-facts'
import type { ProgramState } from '../program-state'
import type { Bench } from './judged'

/** The gate a criterion belongs to, by the definition in force; null where none does. */
function gateOf(state: ProgramState, criterion: string): { phase: string; side: 'entry' | 'exit' } | null {
  for (const phase of state.revision.compiled.program.phases) {
    for (const side of ['entry', 'exit'] as const) {
      if (phase[side].criteria.some(({ id }) => id === criterion)) return { phase: phase.id, side }
    }
  }
  return null
}

/** Whether the program has a criterion with this id of its own. */
export const isCriterion = (state: ProgramState, criterion: string): boolean => gateOf(state, criterion) !== null

/** A criterion's state as its gate reports it now, or null where there is no such criterion. */
export async function criterionState(
  { db, state, now }: Pick<Bench<unknown>, 'db' | 'state' | 'now'>,
  criterion: string,
): Promise<string | null> {
  const gate = gateOf(state, criterion)
  if (gate === null) return null
  const facts = await gateFacts(db, state, now, false)
  const report = gateReport(state.revision.compiled.gates, facts, now, gate)
  return report.criteria.find(({ id }) => id === criterion)?.state ?? null
}
