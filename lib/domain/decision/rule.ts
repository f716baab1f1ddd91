/**
 * How a decision is reached: whose approvals it needs, and what a split does (semantics 11). One role that decides
 * alone is a council of one seat.
 */
export interface DecisionRule {
  seats: readonly { role: string; mandatory: boolean }[]
  /** Approvals that approve. */
  approvals: number
  /** What a split does: it rejects, or the tie-break role decides. */
  split: { outcome: 'reject' } | { outcome: 'tie_break'; role: string }
  /** Every seat must approve, any reject ends it, and nobody breaks a tie. */
  unanimous: boolean
}

/** The part of a definition's governance that says how decisions are reached; plain JSON. */
export interface GovernanceRules {
  councils: readonly {
    id: string
    seats: readonly { role: string; mandatory: boolean }[]
    approvals: number
    split: { outcome: 'reject' | 'tie_break'; role?: string | undefined }
  }[]
  decisions: readonly {
    kind: string
    council?: string | undefined
    role?: string | undefined
    unanimous: boolean
  }[]
}

/** The roles that a rule asks, each once: its seats, and the one that breaks a tie where a tie can be. */
export function rolesOf({ seats, split, unanimous }: DecisionRule): string[] {
  const tieBreak = split.outcome === 'tie_break' && !unanimous ? [split.role] : []
  return [...new Set([...seats.map(({ role }) => role), ...tieBreak])]
}

/** Whoever decides one of these ends incidents where the definition says nothing of them, the first that it has. */
const INSTEAD = ['kill_override', 'promotion', 'stop_or_continue']

/**
 * The rule for a kind of decision, or null where the definition has none that can be followed. What a run stops must not
 * stay stopped for want of a rule: where the definition says nothing of incidents, whoever decides the nearest to it
 * ends them, and of one mind. An override of kill criteria is of one mind whatever the definition says (seed 9.4).
 */
export function decisionRule({ councils, decisions }: GovernanceRules, kind: string): DecisionRule | null {
  const named = (one: string) => decisions.find((decision) => decision.kind === one)
  const instead = kind === 'incident' ? INSTEAD.map(named).find((one) => one !== undefined) : undefined
  const found = named(kind) ?? (instead && { ...instead, unanimous: true })
  const decision = found && { ...found, unanimous: found.unanimous || kind === 'kill_override' }
  if (decision === undefined) return null
  if (decision.role !== undefined) {
    const seats = [{ role: decision.role, mandatory: true }]
    return { seats, approvals: 1, split: { outcome: 'reject' }, unanimous: decision.unanimous }
  }
  const council = councils.find((one) => one.id === decision.council)
  if (council === undefined) return null
  const { seats, approvals, split } = council
  const whole = {
    seats: seats.map(({ role, mandatory }) => ({ role, mandatory })),
    approvals,
    unanimous: decision.unanimous,
  }
  if (split.outcome === 'reject') return { ...whole, split: { outcome: 'reject' } }
  return split.role === undefined ? null : { ...whole, split: { outcome: 'tie_break', role: split.role } }
}
