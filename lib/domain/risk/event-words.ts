import type { RiskEventType, RiskFields, RiskState } from './event'

/** The states as people say them. */
export const stateWords: Record<RiskState, string> = {
  open: 'Open',
  mitigating: 'Mitigating',
  watch: 'Watch',
  closed: 'Closed',
}

/**
 * What an event did to a risk, to follow a name: "moved it to Watch". `nameOf` knows people by their ids.
 */
export function eventWords(type: RiskEventType, set: Partial<RiskFields>, nameOf: (user: string) => string): string {
  switch (type) {
    case 'added':
      return 'added it'
    case 'defined':
      return 'changed its words by the program definition'
    case 'dropped':
      return 'dropped it from the program definition'
    case 'edited':
      return 'edited its words'
    case 'assigned':
      return set.ownerId == null ? 'left it without an owner' : `gave it to ${nameOf(set.ownerId)}`
    case 'rescored':
      return `re-scored it to ${set.likelihood} × ${set.impact}`
    case 'moved':
      return `moved it to ${stateWords[set.state ?? 'open']}`
    case 'closed':
      return 'closed it by decision'
    case 'triggered':
      return set.state === 'open' ? 'reported a trigger, which put it back to Open' : 'reported a trigger'
    case 'reviewed':
      return 'reviewed it'
    case 'mitigation_added':
      return 'added a mitigation'
    case 'mitigation_verified':
      return 'verified a mitigation'
    case 'mitigation_withdrawn':
      return 'withdrew a mitigation'
    case 'milestone_added':
      return 'added a milestone'
    case 'milestone_slipped':
      return 'moved a milestone'
    case 'milestone_completed':
      return 'completed a milestone'
    case 'closure_evidenced':
      return 'recorded closure evidence'
  }
}
