import type { Instant } from '../instant'

/** The states of a risk in their order (seed 10.2). */
export const riskStates = ['open', 'mitigating', 'watch', 'closed'] as const
export type RiskState = (typeof riskStates)[number]

/** How often people look at a risk. */
export type ReviewCadence = 'twice-weekly' | 'weekly' | 'bi-weekly'

/** What a bound signal watches (semantics 8); the same shapes as in a definition. */
export type SignalBinding =
  | { kind: 'metric'; metric: string }
  | { kind: 'obligation'; obligation: string; kinds?: string[] | undefined }
  | { kind: 'evidence'; ids: string[] }
  | { kind: 'evidenceKind'; evidenceKind: string }
  | { kind: 'hardCap'; metrics: string[]; runs: number }
  | { kind: 'declared'; text: string }

/** A trigger signal in words; without `bind` only people report it. */
export interface TriggerSignal {
  text: string
  bind?: SignalBinding[] | undefined
}

/** What a risk says of itself. */
export interface RiskWords {
  category: string
  title: string
  statement: string
  mitigation: string
  closure: string
  cadenceText: string
  review: ReviewCadence
  /** Events that meet the cadence besides: `gated-run`, `release-candidate`. */
  events: string[]
  signals: TriggerSignal[]
  /** Phases whose gates it bears on. */
  gates: string[]
  ownerRole: string
}

/** Everything about a risk that changes, and changes by an event alone. */
export interface RiskFields extends RiskWords {
  /** User id; they may have been deactivated since. */
  ownerId: string | null
  state: RiskState
  stateSince: Instant
  /** 1 to 5. */
  likelihood: number
  /** 1 to 5. */
  impact: number
  lastTriggerAt: Instant | null
  lastReviewedAt: Instant | null
  /** null for a closed risk. */
  reviewDueAt: Instant | null
  /** Row of the decision that closed it. */
  closedByDecision: number | null
  origin: 'definition' | 'browser'
  droppedAt: Instant | null
}

/** What can happen to a risk. */
export const riskEventTypes = [
  'added',
  'defined',
  'dropped',
  'edited',
  'assigned',
  'rescored',
  'moved',
  'closed',
  'triggered',
  'reviewed',
  'mitigation_added',
  'mitigation_verified',
  'mitigation_withdrawn',
  'milestone_added',
  'milestone_slipped',
  'milestone_completed',
  'closure_evidenced',
] as const
export type RiskEventType = (typeof riskEventTypes)[number]

/** One change: `set` holds the fields that it changed, as they are since. */
export interface RiskEvent {
  version: number
  type: RiskEventType
  set: Partial<RiskFields>
}

/** A risk's fields after its events, oldest first: what its row must say. null without a first event that sets all. */
export function foldRisk(events: readonly RiskEvent[]): (RiskFields & { version: number }) | null {
  const [first] = events
  if (first?.type !== 'added') return null
  return events.reduce(
    (fields, { set, version }) => ({ ...fields, ...set, version }),
    {} as RiskFields & { version: number },
  )
}
