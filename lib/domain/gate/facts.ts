import type { Instant } from '../instant'
import type { EvidenceFact, ParityDebt } from '../parity/parity'
import type { Point, WindowFacts } from '../scoreboard/types'
import type { Waiver } from '../waiver/active'
import type { GateSide } from './program'

/** Something outside that shows what is said: shown, never fetched. */
export interface OutsidePointer {
  /** What it was asked to show, where it was asked. */
  shows: string | null
  uri: string
  sha256: string | null
}

/** What a named role said of a criterion, or entered from an audited system. */
export interface AttestationFact {
  id: number
  kind: 'attested' | 'record'
  phase: string
  side: GateSide
  criterion: string
  role: string
  person: { id: string; name: string }
  evidence: readonly OutsidePointer[]
  command: string | null
  /** For records. */
  system: string | null
  recordId: string | null
  at: Instant
  withdrawnAt: Instant | null
}

/** A run verdict as limits of another phase may judge it anew. */
export interface JudgedPoint extends Point {
  /** The phase whose limits counted. */
  phase: string
  /** Consecutive breaches before the run. */
  breaches: number
}

/** A window as gates look at it. */
export interface GateWindow extends WindowFacts {
  /** The phase in force at its end, or now. */
  phase: string | null
  /**
   * By series: the newest counted run verdict, the worst and the one of the worst value, for what is judged by the
   * limits of another phase.
   */
  points: ReadonlyMap<string, readonly JudgedPoint[]>
}

export interface DefectFact {
  id: string
  title: string | null
  kind: string
  severity: string
  surface: string | null
  openedAt: Instant
  resolvedAt: Instant | null
  /** When a list last gave it as unresolved; null where none ever did. */
  lastUnresolvedAt: Instant | null
  source: 'upload' | 'hand'
  /** The run that listed it. */
  run: RunName | null
}

export interface RunName {
  id: string
  number: number
}

export interface DefectFacts {
  /** The newest complete list, uploaded or stated by hand; null where there never was one. */
  list: { source: 'upload' | 'hand'; asOf: Instant; run: RunName | null } | null
  /** Of the newest list, of open runs since, and recorded by hand; and those that earlier lists gave as unresolved. */
  defects: readonly DefectFact[]
}

export interface RiskFact {
  key: string
  title: string
  state: string
  score: number
  ownerRole: string
  /** An active, named person. */
  owned: boolean
}

export interface IncidentFact {
  id: number
  kind: 'kill' | 'rollback' | 'review'
  /** Kill criteria, a rollback trigger, or for a review metrics. */
  criteria: readonly string[]
  /** A gated run failed in it; else people alone say so. */
  fired: boolean
  statement: string
  openedAt: Instant
  dueAt: Instant | null
}

export interface PlanFact {
  id: number
  metric: string
  /** Active, named person who answers for it; null where they have left. */
  owner: string | null
  dueAt: Instant
}

/** An approved decision. */
export interface DecisionFact {
  number: number
  kind: string
  decidedAt: Instant
}

/** Everything a gate is judged by, as of one instant. What is not here is not known, and nothing unknown is a pass. */
export interface GateFacts {
  /** Where the program stands. */
  phase: string | null
  phaseEnteredAt: Instant | null
  /** When the program came into force. */
  since: Instant
  revision: { number: number; digest: string }
  /** Distinct values of gated runs, in order of their first run. */
  releaseCandidates: readonly { name: string; firstAt: Instant }[]
  /** The latest counted outcome, by evidence id. */
  evidence: ReadonlyMap<string, EvidenceFact>
  /** Oldest first, withdrawn ones among them. */
  attestations: readonly AttestationFact[]
  defects: DefectFacts
  /** Consecutive windows, oldest first, up to the one that holds now. */
  windows: readonly GateWindow[]
  /** Of the run verdicts in those windows, as far as they were asked for: a state needs none of them. */
  sources: ReadonlyMap<number, PointSource>
  /** What the newest counted upload of the parity metric said in counts; null where it said none. */
  parityCounts: { passed: number; total: number } | null
  /** null where they could not be read. */
  risks: readonly RiskFact[] | null
  /** The open ones. */
  incidents: readonly IncidentFact[]
  /** Number of the newest incident ever opened; 0 before the first. */
  lastIncident: number
  postMortems: readonly { incident: number; dueAt: Instant }[]
  /** All that ever were: `activeWaivers` alone says which of them hold (semantics 6). */
  waivers: readonly Waiver[]
  plans: readonly PlanFact[]
  decisions: readonly DecisionFact[]
  debts: readonly ParityDebt[]
}

/** Where a run verdict comes from. */
export interface PointSource {
  run: RunName
  artifact: string | null
  sha256: string | null
}
