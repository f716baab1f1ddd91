import type { StoredDecision } from '@/lib/db/decisions'
import { type Ballot, type Count, type Hearing, whyNot, wouldStrand } from '@/lib/domain/decision/standing'
import type { Instant } from '@/lib/domain/instant'
import { Refusal } from '../refusal'
import { refuseEnded } from './in-decision'

/** Refuses a vote on a decision that is not sealed now, in the words of its state. */
export function refuseUnsealed(decision: StoredDecision, now: Instant): void {
  refuseEnded(decision)
  const { number, state, expiresAt } = decision
  if (state === 'proposed') throw new Refusal('conflict', 'not_sealed', `Decision ${number} has not been sealed yet.`)
  if (state === 'stale') {
    throw new Refusal(
      'conflict',
      'stale',
      `Decision ${number} is stale: what it was sealed on has changed. Seal it anew.`,
    )
  }
  if (expiresAt !== null && now >= expiresAt)
    throw new Refusal('conflict', 'expired', `Decision ${number} has expired.`)
}

/** Refuses a vote that may not be cast: by whom, for which seat, with which key, and in which turn. */
export function refuseBallot(
  hearing: Hearing,
  { counted, split }: Count,
  votes: readonly Ballot[],
  ballot: Ballot,
): void {
  const reason = whyNot(hearing, ballot)
  if (reason !== null) throw new Refusal('forbidden', 'may_not_vote', `You cannot vote here: ${reason}.`)
  if (votes.some(({ person }) => person === ballot.person)) {
    throw new Refusal('conflict', 'voted', 'You have voted on this: one person fills one seat, and a vote is final.')
  }
  if (votes.some(({ seat }) => seat === ballot.seat)) {
    throw new Refusal('conflict', 'seat_taken', 'This seat has voted: one vote each, and it is final.')
  }
  const isSeat = hearing.rule.seats.some(({ role }) => role === ballot.seat)
  if (!isSeat && !split) {
    throw new Refusal('conflict', 'no_tie', 'There is no tie to break: every seat votes first, and they must differ.')
  }
  const stranded = wouldStrand(hearing, counted, ballot)
  if (stranded !== null) throw new Refusal('conflict', 'needed_elsewhere', stranded)
}
