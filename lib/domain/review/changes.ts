import type { Instant } from '../instant'
import { foldRisk, type RiskEvent, type RiskState } from '../risk/event'
import { stateWords } from '../risk/event-words'
import type { Score } from './outcome'

/** A risk with everything that happened to it, oldest first. */
export interface RiskHistory {
  key: string
  title: string
  events: readonly (RiskEvent & { at: Instant })[]
}

/** What became of a risk between two instants; nothing that did not change. */
export interface RiskDifference {
  key: string
  title: string
  added: boolean
  score: { from: Score; to: Score } | null
  state: { from: RiskState; to: RiskState } | null
  /** Ids of people. */
  owner: { from: string | null; to: string | null } | null
  /** Trigger events. */
  triggers: number
}

/** What changed in the register after `since`, up to `until`: each risk that did, by its key. */
export function differences(histories: readonly RiskHistory[], since: Instant, until: Instant): RiskDifference[] {
  return histories
    .map((history) => difference(history, since, until))
    .filter((one) => one !== null)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

function difference({ key, title, events }: RiskHistory, since: Instant, until: Instant): RiskDifference | null {
  const before = foldRisk(events.filter(({ at }) => at <= since))
  const after = foldRisk(events.filter(({ at }) => at <= until))
  if (after === null) return null
  const triggers = events.filter(({ at, type }) => type === 'triggered' && at > since && at <= until).length
  if (before === null) return { key, title, added: true, score: null, state: null, owner: null, triggers }
  const rescored = before.likelihood !== after.likelihood || before.impact !== after.impact
  const found: RiskDifference = {
    key,
    title,
    added: false,
    score: rescored ? { from: scoreOf(before), to: scoreOf(after) } : null,
    state: before.state === after.state ? null : { from: before.state, to: after.state },
    owner: before.ownerId === after.ownerId ? null : { from: before.ownerId, to: after.ownerId },
    triggers,
  }
  return found.score === null && found.state === null && found.owner === null && triggers === 0 ? null : found
}

const scoreOf = ({ likelihood, impact }: Score): Score => ({ likelihood, impact })

/** A difference in words; `nameOf` knows people by their ids. */
export function differenceWords(
  { added, score, state, owner, triggers }: RiskDifference,
  nameOf: (user: string) => string,
): string[] {
  const name = (user: string | null): string => (user === null ? 'nobody' : nameOf(user))
  return [
    ...(added ? ['new'] : []),
    ...(score === null ? [] : [`score ${product(score.from)} → ${product(score.to)}`]),
    ...(state === null ? [] : [`${stateWords[state.from]} → ${stateWords[state.to]}`]),
    ...(owner === null ? [] : [`owner ${name(owner.from)} → ${name(owner.to)}`]),
    ...(triggers === 0 ? [] : [`${triggers} trigger ${triggers === 1 ? 'event' : 'events'}`]),
  ]
}

const product = ({ likelihood, impact }: Score): number => likelihood * impact
