import type { DecisionRule } from './rule'

/**
 * Who decides by a rule and when it is decided, in one sentence; `council` is its title, null where one role decides.
 * Titles of roles come from the program.
 */
export function deciderWords(rule: DecisionRule, council: string | null, titleOf: (role: string) => string): string {
  const { seats, approvals, split, unanimous } = rule
  const [alone] = seats
  if (council === null || alone === undefined) {
    return alone === undefined ? 'Nobody decides it.' : `The ${titleOf(alone.role)} decides alone.`
  }
  const who = `${council} (${seats.map(({ role }) => titleOf(role)).join(', ')})`
  if (unanimous) return `${who}: every seat must approve, and one rejection ends it.`
  const mandatory = approvals >= seats.length ? [] : seats.filter((seat) => seat.mandatory)
  const among = mandatory.length === 0 ? '' : `, ${mandatory.map(({ role }) => titleOf(role)).join(' and ')} among them`
  const differ = split.outcome === 'reject' ? 'a split rejects' : `if they differ, the ${titleOf(split.role)} decides`
  return `${who}: ${approvals} of ${seats.length} must approve${among}; ${differ}.`
}
