import type { Instant } from '@/lib/domain/instant'
import { type ComparedWindow, comparedWindows } from '@/lib/domain/scoreboard/compare'
import { type Difference, differences } from '@/lib/program/compare'
import { currentFacts } from './current-board'
import type { ProgramState, Revision } from './program-state'
import type { Queryable } from './query'

/** How many windows are compared (seed 11.5: at least the last 8). */
const WINDOWS = 8

/** What a revision changes: in words of the definition, and in the last windows' verdicts. */
export interface RevisionComparison {
  differences: Difference[]
  /** Newest first. */
  windows: ComparedWindow[]
}

/** The revision in force and another one, held side by side on the last 8 windows. */
export async function revisionComparison(
  db: Queryable,
  state: ProgramState,
  other: Revision,
  now: Instant,
): Promise<RevisionComparison> {
  const facts = await currentFacts(db, state, now)
  const { compiled } = other
  const compared = comparedWindows(
    facts,
    ({ window }) => {
      const { phase } = state.inForceAt(window.end)
      return {
        spec: compiled.scoreboard(phase, state.since),
        measures: compiled.catalog.measures,
        phase: compiled.effectivePhase(phase),
      }
    },
    now,
  )
  return {
    differences: differences(state.revision.compiled.program, compiled.program),
    windows: compared.slice(-WINDOWS).reverse(),
  }
}
