import type { DecisionState } from '@/lib/domain/decision/kinds'
import type { DecisionRule } from '@/lib/domain/decision/rule'
import type { Count } from '@/lib/domain/decision/standing'

export interface Told {
  state: DecisionState
  /** null before the first seal. */
  rule: DecisionRule | null
  counted: Count | null
  titleOf: (role: string) => string
}

/**
 * What the votes come to, in one sentence that is true of the state: of what is open in the present, of what has ended
 * in the past. Votes are told as votes alone where something else ended it.
 */
export function tallyWords({ state, rule, counted, titleOf }: Told): string {
  if (rule === null || counted === null) {
    if (state === 'withdrawn') return 'It was withdrawn before it was sealed: nobody could vote.'
    if (state === 'expired') return 'It expired before it was sealed: nobody could vote.'
    if (state === 'superseded') return 'Another decision took its place before it was sealed: nobody could vote.'
    return 'It has not been sealed yet.'
  }
  const cast = votesWords(counted.counted.length + counted.uncounted.length, rule.seats.length)
  switch (state) {
    case 'decided':
      return fell(rule, counted, titleOf)
    case 'stale':
      return `${cast}; what was sealed no longer held, so no vote counts.`
    case 'withdrawn':
      return `It was withdrawn before it was decided. ${cast}.`
    case 'expired':
      return `It expired before it was decided. ${cast}.`
    case 'superseded':
      return `Another decision took its place before it was decided. ${cast}.`
    case 'proposed':
    case 'sealed':
      return waits(counted, titleOf)
  }
}

const votesWords = (cast: number, seats: number): string =>
  cast === 0 ? 'No votes were cast' : `${cast} of ${seats} votes ${cast === 1 ? 'was' : 'were'} cast`

function waits({ tally, split }: Count, titleOf: Told['titleOf']): string {
  if (tally.outcome !== 'open') return 'Every vote that it needs is there.'
  const roles = tally.waitsFor.map(titleOf).join(', ')
  if (split) return `Every seat has voted and they differ. ${roles} decides.`
  return roles === '' ? 'A vote no longer counts: seal it anew.' : `Waits for ${roles}.`
}

function fell(rule: DecisionRule, { tally, counted }: Count, titleOf: Told['titleOf']): string {
  const seats = new Set(rule.seats.map(({ role }) => role))
  const votes = counted.filter(({ seat }) => seats.has(seat))
  const approving = votes.filter(({ vote }) => vote === 'approve').length
  const [alone] = rule.seats.length === 1 ? rule.seats : []
  if (tally.outcome === 'open') return `${approving} of ${seats.size} seats approved.`
  const verb = tally.outcome === 'approved' ? 'approved' : 'rejected'
  if (alone !== undefined) return `The ${titleOf(alone.role)}, who decides this alone, ${verb} it.`
  switch (tally.by) {
    case 'unanimity':
      return tally.outcome === 'approved'
        ? `Every seat approved: ${approving} of ${seats.size}, as it had to be.`
        : `${votes
            .filter(({ vote }) => vote === 'reject')
            .map(({ seat }) => titleOf(seat))
            .join(', ')} rejected it, and every seat had to approve.`
    case 'tie_break': {
      const breaker = rule.split.outcome === 'tie_break' ? titleOf(rule.split.role) : 'tie-break role'
      return `${approving} of ${seats.size} seats approved; the ${breaker}, whose vote breaks a tie, ${verb} it.`
    }
    case 'quorum':
      return `${approving} of ${seats.size} seats approved; ${neededWords(rule, titleOf)}.`
  }
}

function neededWords({ seats, approvals }: DecisionRule, titleOf: Told['titleOf']): string {
  const needed = `${approvals} ${approvals === 1 ? 'was' : 'were'} needed`
  const mandatory = seats.filter((seat) => seat.mandatory)
  if (mandatory.length === 0 || approvals >= seats.length) return needed
  return `${needed}, ${mandatory.map(({ role }) => titleOf(role)).join(' and ')} among them`
}
