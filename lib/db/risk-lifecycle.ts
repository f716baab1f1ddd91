import type { LifecycleFacts } from '@/lib/domain/risk/lifecycle'
import type { Window } from '@/lib/domain/window/window'
import type { ProgramState } from './program-state'
import type { RiskFact } from './risk-facts'
import { storedWindows } from './windows'
import type { Queryable } from './query'

/** What a transition of this risk depends on, with the program's windows read over `db`. */
export async function riskLifecycle(db: Queryable, state: ProgramState, risk: RiskFact): Promise<LifecycleFacts> {
  return lifecycleFacts(state, risk, await storedWindows(db, state.id, risk.stateSince))
}

/** The same with windows already read: for many risks at once. */
export function lifecycleFacts(state: ProgramState, risk: RiskFact, windows: readonly Window[]): LifecycleFacts {
  const { lastTriggerAt, lastOccurrenceAt } = risk
  return {
    state: risk.state,
    stateSince: risk.stateSince,
    owned: risk.owner !== null,
    review: risk.review,
    lastTriggerAt:
      lastTriggerAt === null ? lastOccurrenceAt : Math.max(lastTriggerAt, lastOccurrenceAt ?? lastTriggerAt),
    failing: [...new Set(risk.failing.map(({ signal, key }) => `${signal} (${key})`))],
    mitigations: risk.mitigations.map((one) => ({
      title: one.title,
      withdrawn: one.withdrawnAt !== null,
      verifiedAt: one.verifiedAt,
      milestones: one.milestones.length,
    })),
    closureEvidence: risk.closureEvidence.map(({ at }) => at),
    windows,
    windowLength: state.revision.compiled.windows.length,
  }
}
