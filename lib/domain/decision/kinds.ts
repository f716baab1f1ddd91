/** What can be decided (seed 9.4, semantics 11). */
export const decisionKinds = [
  'stop_or_continue',
  'promotion',
  'kill_override',
  'rollback',
  'waiver',
  'risk_closure',
  'program_revision',
  'parity_debt',
  'remediation_plan',
  'minutes',
  'incident',
] as const

export type DecisionKind = (typeof decisionKinds)[number]

export const decisionStates = ['proposed', 'sealed', 'stale', 'decided', 'superseded', 'withdrawn', 'expired'] as const

export type DecisionState = (typeof decisionStates)[number]

/** Whether it can still come to a decision. */
export const isOpen = (state: DecisionState): boolean => state === 'proposed' || state === 'sealed' || state === 'stale'

/** Whoever asks for a waiver or an override does not vote on it (semantics 11). */
export const askerMayVote = (kind: DecisionKind): boolean => kind !== 'waiver' && kind !== 'kill_override'

/** How packets, statements and the register name a decision of a program. */
export const decisionId = (number: number): string => `D-${number}`
