import type { Instant } from '../instant'
import type { RunName } from './facts'
import type { GateSide } from './program'

/** Missing data and a waiver are states of their own, and only `met` and `waived` let anything pass. */
export type CriterionState = 'met' | 'unmet' | 'no_data' | 'waived'

/** What a criterion rests on, one step away. */
export interface GatePointer {
  kind:
    | 'evidence'
    | 'attestation'
    | 'record'
    | 'metric'
    | 'window'
    | 'surface'
    | 'defect'
    | 'risk'
    | 'incident'
    | 'waiver'
    | 'plan'
    | 'debt'
    | 'gate'
    | 'decision'
  /** Its id: `R-DET-01`, `M-COR-01`, `12`, `beta/exit`. */
  id: string
  /** In a few words. */
  label: string
  at: Instant | null
  run: RunName | null
  uri: string | null
  sha256: string | null
  command: string | null
}

export interface CriterionReport {
  id: string
  text: string
  /** One that every gate carries, besides its own. */
  standing: boolean
  state: CriterionState
  /** Sentences that start with their stable code: `stale: R-DET-01 is 9 d old and counts for 8 d`. */
  reasons: string[]
  /** What would meet it, in sentences of the same kind; empty where it is met. */
  toMeet: string[]
  evidence: GatePointer[]
}

/** Ids of what the report rests on, as its judgement names them. */
export interface ReliedOn {
  attestations: number[]
  waivers: number[]
  plans: number[]
}

/** One gate, judged as of one instant (semantics 7). */
export interface GateReport {
  phase: string
  side: GateSide
  met: boolean
  asOf: Instant
  revision: { number: number; digest: string }
  releaseCandidate: string | null
  /** The gate's own first, then the standing ones. */
  criteria: CriterionReport[]
  reliedOn: ReliedOn
  /** Number of the newest incident ever opened. */
  lastIncident: number
}

/** A promotion: one decision over the exit of one phase and the entry of the next, at one instant. */
export interface PromotionReport {
  /** null before the first phase. */
  from: string | null
  /** `released` after the last. */
  to: string
  met: boolean
  asOf: Instant
  /** null before the first phase. */
  exit: GateReport | null
  /** null at the end of the ladder. */
  entry: GateReport | null
}
