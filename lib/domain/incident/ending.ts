import type { IncidentEnding } from '../decision/inputs'
import type { IncidentKind } from './severity'

/** What is to end: an incident or a review, and whether a run's failure is among its signals. */
export interface Ending {
  kind: IncidentKind
  fired: boolean
}

/** Whether, by the program's rule for incidents, one reject keeps an incident open. */
export interface EndingRule {
  unanimous: boolean
}

/**
 * Why an incident cannot end this way, for people; null where it can (semantics 8). Only a declaration can be false: what
 * a gated run failed is a fact, and a review is ended by its finding.
 */
export function endingObjection(
  { kind, fired }: Ending,
  ending: IncidentEnding,
  { unanimous }: EndingRule,
): string | null {
  if (ending !== 'dismiss') return null
  if (kind === 'review') return 'A review ends by its finding: continue, with what shows it, or roll back.'
  if (!unanimous) return 'The program ends incidents without unanimity, and only all of one mind dismiss a declaration.'
  return fired
    ? 'A gated run failed in it, which is no false declaration: continue with recovery evidenced, roll back, or override.'
    : null
}

/** The question of its end, as the council is asked it. */
export function endingQuestion(kind: IncidentKind, incident: number, ending: IncidentEnding): string {
  if (kind === 'review') {
    return ending === 'continue'
      ? `End review ${incident} with the finding that no kill criterion is met?`
      : `End review ${incident} by rolling back?`
  }
  const words = { continue: 'and continue', roll_back: 'by rolling back', dismiss: 'as a false declaration' }
  return `End incident ${incident} ${words[ending]}?`
}

/** How a review or an incident is called. */
export const incidentWord = (kind: IncidentKind): string => (kind === 'review' ? 'review' : 'incident')

/** What continuing needs evidence of. */
export const evidenceNeeded = (kind: IncidentKind): string =>
  kind === 'review'
    ? 'The finding needs evidence that no kill criterion is met.'
    : 'Continuing needs evidence that the recovery condition holds.'

/** "Incident 3", "Review 4". */
export const incidentName = (kind: Ending['kind'], incident: number): string =>
  `${kind === 'review' ? 'Review' : 'Incident'} ${incident}`
