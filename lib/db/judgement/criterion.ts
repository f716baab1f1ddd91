import type { ProgramState } from '../program-state'
import type { Bench } from './judged'

/** The gate a criterion belongs to, by the definition in force. */
export function gateOf(
  state: ProgramState,
  criterion: string,
): { phase: string; side: 'entry' | 'exit'; text: string } | null {
  for (const phase of state.revision.compiled.program.phases) {
    for (const side of ['entry', 'exit'] as const) {
      const found = phase[side].criteria.find(({ id }) => id === criterion)
      if (found !== undefined) return { phase: phase.id, side, text: found.text }
    }
  }
  return null
}

export const criterionTitle = (state: ProgramState, criterion: string): string | null =>
  gateOf(state, criterion)?.text ?? null

/** A criterion's state as its gate reports it now, or null where there is no such criterion. */
export async function criterionState(
  { state }: Pick<Bench<unknown>, 'db' | 'state' | 'now'>,
  criterion: string,
): Promise<string | null> {
  return Promise.resolve(gateOf(state, criterion) === null ? null : 'unknown')
}
