import type { DecisionRule } from './rule'

export type Vote = 'approve' | 'reject'

/** One counted vote: the role whose seat it fills, or the tie-break role. */
export interface CastVote {
  seat: string
  vote: Vote
}

export type Tally =
  | { outcome: 'approved' | 'rejected'; by: 'quorum' | 'unanimity' | 'tie_break' }
  /** Seats whose votes are still to come. */
  | { outcome: 'open'; waitsFor: string[] }

/**
 * What votes come to under a rule (semantics 11). Total: votes for no seat of the rule, or a second vote for a seat,
 * count for nothing, and a rule without seats approves nothing.
 *
 * Unanimous: every seat approves; any reject ends it. Otherwise: approved once enough seats, every mandatory one among
 * them, approve. Where a split rejects, it is rejected as soon as that can no longer be; where it goes to the tie-break
 * role, once every seat has voted and they differ, and that role's vote decides.
 */
export function tally(rule: DecisionRule, votes: readonly CastVote[]): Tally {
  const cast = new Map<string, Vote>()
  for (const { seat, vote } of votes) if (!cast.has(seat)) cast.set(seat, vote)
  const seats = rule.seats.map(({ role, mandatory }) => ({ role, mandatory, vote: cast.get(role) }))
  const waiting = seats.filter(({ vote }) => vote === undefined).map(({ role }) => role)
  const approving = seats.filter(({ vote }) => vote === 'approve')
  const rejecting = seats.filter(({ vote }) => vote === 'reject')

  if (rule.unanimous) {
    if (rejecting.length > 0) return { outcome: 'rejected', by: 'unanimity' }
    const all = seats.length > 0 && approving.length === seats.length && approving.length >= rule.approvals
    return all ? { outcome: 'approved', by: 'unanimity' } : { outcome: 'open', waitsFor: waiting }
  }
  const mandatoryApprove = seats.every(({ mandatory, vote }) => !mandatory || vote === 'approve')
  if (seats.length > 0 && mandatoryApprove && approving.length >= Math.max(1, rule.approvals)) {
    return { outcome: 'approved', by: 'quorum' }
  }
  if (rule.split.outcome === 'reject') {
    const lost =
      seats.some(({ mandatory, vote }) => mandatory && vote === 'reject') ||
      approving.length + waiting.length < rule.approvals
    return lost ? { outcome: 'rejected', by: 'quorum' } : { outcome: 'open', waitsFor: waiting }
  }
  if (waiting.length > 0 || seats.length === 0) return { outcome: 'open', waitsFor: waiting }
  if (approving.length === 0) return { outcome: 'rejected', by: 'quorum' }
  const breaker = cast.get(rule.split.role)
  if (breaker === undefined) return { outcome: 'open', waitsFor: [rule.split.role] }
  return { outcome: breaker === 'approve' ? 'approved' : 'rejected', by: 'tie_break' }
}
