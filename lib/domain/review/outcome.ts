import type { RiskState } from '../risk/event'
import { stateWords } from '../risk/event-words'
import { dayWords } from '../window/day-words'

/** What a board can say of an item (seed 10.1, semantics 10). */
export const outcomeTypes = [
  'confirm',
  'rescore',
  'transition',
  'assign',
  'action',
  'escalate',
  'follow_up',
  'note',
] as const
export type OutcomeType = (typeof outcomeTypes)[number]

export const followUpResults = ['done', 'dropped', 'postponed', 'carried'] as const
export type FollowUpResult = (typeof followUpResults)[number]

/** An outcome as it is kept: names as they were when it was said. */
export type Outcome =
  | { type: 'confirm'; note: string }
  | { type: 'rescore'; from: Score; to: Score; reason: string }
  | { type: 'transition'; from: RiskState; to: RiskState; note: string }
  | { type: 'assign'; from: string | null; to: string | null; user: string | null }
  | { type: 'action'; action: number; title: string; owner: string; user: string; due: string }
  | { type: 'escalate'; role: string; title: string; reason: string }
  | { type: 'follow_up'; action: number; result: FollowUpResult; before: string; due: string; note: string }
  | { type: 'note'; note: string }

/** Each 1 to 5. */
export interface Score {
  likelihood: number
  impact: number
}

/** Whether the board has looked at the subject with this: a remark and a task alone decide nothing about it. */
export const isReview = (type: OutcomeType): boolean => type !== 'note' && type !== 'action'

/** An outcome in a sentence. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.type) {
    case 'confirm':
      return sentence('Confirmed as it stands', outcome.note)
    case 'rescore':
      return sentence(`Re-scored ${scoreWords(outcome.from)} → ${scoreWords(outcome.to)}`, outcome.reason)
    case 'transition':
      return sentence(`Moved ${stateWords[outcome.from]} → ${stateWords[outcome.to]}`, outcome.note)
    case 'assign':
      return sentence(ownerWords(outcome.from, outcome.to))
    case 'action':
      return sentence(`Action ${outcome.action}: ${outcome.title}`, `${outcome.owner}, until ${dayWords(outcome.due)}`)
    case 'escalate':
      return sentence(`Escalated to ${outcome.title}`, outcome.reason)
    case 'follow_up':
      return sentence(followUpWords(outcome), outcome.note)
    case 'note':
      return sentence(outcome.note)
  }
}

const scoreWords = ({ likelihood, impact }: Score): string => `${likelihood} × ${impact} = ${likelihood * impact}`

function ownerWords(from: string | null, to: string | null): string {
  if (to === null) return from === null ? 'Left without an owner' : `Taken from ${from}, without an owner`
  return from === null ? `Given to ${to}` : `Given from ${from} to ${to}`
}

function followUpWords({ action, result, before, due }: Extract<Outcome, { type: 'follow_up' }>): string {
  switch (result) {
    case 'done':
      return `Action ${action} is done`
    case 'dropped':
      return `Action ${action} is dropped`
    case 'postponed':
      return `Action ${action} moved from ${dayWords(before)} to ${dayWords(due)}`
    case 'carried':
      return `Action ${action} stays open until ${dayWords(due)}`
  }
}

function sentence(head: string, more = ''): string {
  const text = more === '' ? head : `${head}: ${more}`
  return /[.!?]$/.test(text) ? text : `${text}.`
}
