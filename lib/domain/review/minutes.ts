import { type Instant, iso } from '../instant'
import type { AgendaSubject, ReviewKind, ShownFacts } from './agenda'
import { differenceWords, type RiskDifference } from './changes'
import { type Outcome, outcomeWords } from './outcome'

/** Someone as they were called then. */
export interface Named {
  /** Opaque: `user:…`. */
  id: string
  name: string
}

export interface MinutesAction {
  number: number
  title: string
  owner: string
  /** A day in the program's zone. */
  due: string
}

/** Everything that minutes are made of. */
export interface MinutesFacts {
  program: { id: string; title: string; zone: string }
  revision: { number: number; digest: string }
  review: {
    number: number
    kind: ReviewKind
    cause: string | null
    openedAt: Instant
    openedBy: Named
    closedAt: Instant
    closedBy: Named
  }
  /** The closed review before it. */
  previous: { number: number; kind: ReviewKind; closedAt: Instant } | null
  attendance: readonly { person: Named; roles: readonly string[]; from: Instant; until: Instant | null }[]
  changes: readonly RiskDifference[]
  items: readonly {
    ordinal: number
    subject: AgendaSubject
    key: string
    title: string
    reasons: readonly string[]
    facts: ShownFacts
    addedAt: Instant
  }[]
  outcomes: readonly { item: number; outcome: Outcome; at: Instant; by: Named }[]
  /** Every action that is open when the review closes. */
  openActions: readonly MinutesAction[]
  /** People by user id. */
  names: ReadonlyMap<string, string>
}

export interface MinutesItem {
  ordinal: number
  subject: AgendaSubject
  key: string
  title: string
  reasons: readonly string[]
  facts: ShownFacts
  /** It came up during the meeting. */
  arisen: boolean
  outcomes: readonly { words: string; at: string; by: Named; said: Outcome }[]
}

/** The minutes of a closed review: plain JSON, whose canonical bytes are stored, and sealed where they are signed. */
export interface MinutesDocument {
  schema: 'signalbox.minutes/v1'
  program: { id: string; title: string; zone: string }
  revision: { number: number; digest: string }
  review: {
    number: number
    kind: ReviewKind
    cause: string | null
    openedAt: string
    openedBy: Named
    closedAt: string
    closedBy: Named
  }
  previous: { number: number; kind: ReviewKind; closedAt: string } | null
  attendance: readonly { person: Named; roles: readonly string[]; from: string; until: string | null }[]
  changes: readonly { risk: string; title: string; words: readonly string[] }[]
  items: readonly MinutesItem[]
  /** Ordinals of the items of which nothing was said. */
  passedOver: readonly number[]
  actions: { added: readonly MinutesAction[]; open: readonly MinutesAction[] }
}

/** The minutes of a review (semantics 10), a pure function of its facts. */
export function minutesOf(facts: MinutesFacts): MinutesDocument {
  const { review, previous, names } = facts
  const nameOf = (user: string): string => names.get(user) ?? user
  const items = facts.items.map((item): MinutesItem => {
    const { ordinal, subject, key, title, reasons, addedAt } = item
    const outcomes = facts.outcomes
      .filter((one) => one.item === ordinal)
      .map(({ outcome, at, by }) => ({ words: outcomeWords(outcome), at: iso(at), by, said: outcome }))
    return { ordinal, subject, key, title, reasons, facts: item.facts, arisen: addedAt > review.openedAt, outcomes }
  })
  const added = facts.outcomes.flatMap(({ outcome }) =>
    outcome.type === 'action'
      ? [{ number: outcome.action, title: outcome.title, owner: outcome.owner, due: outcome.due }]
      : [],
  )
  return {
    schema: 'signalbox.minutes/v1',
    program: facts.program,
    revision: facts.revision,
    review: { ...review, openedAt: iso(review.openedAt), closedAt: iso(review.closedAt) },
    previous: previous === null ? null : { ...previous, closedAt: iso(previous.closedAt) },
    attendance: facts.attendance.map(({ from, until, ...one }) => ({
      ...one,
      from: iso(from),
      until: until === null ? null : iso(until),
    })),
    changes: facts.changes.map((one) => ({ risk: one.key, title: one.title, words: differenceWords(one, nameOf) })),
    items,
    passedOver: items.filter(({ outcomes }) => outcomes.length === 0).map(({ ordinal }) => ordinal),
    actions: { added, open: facts.openActions },
  }
}
