import type { Waivable } from '../waiver/active'

/** What each kind of decision asks, as it was checked when it was proposed and as it is stored. */
export interface DecisionInputs {
  promotion: { to: string }
  stop_or_continue: { choice: 'stop' | 'continue'; reason: string; evidence: string[] }
  kill_override: { incident: number; reason: string; evidence: string[] }
  incident: { incident: number; ending: IncidentEnding; reason: string; evidence: string[] }
  rollback: { trigger: string; reason: string; evidence: string[] }
  waiver: WaiverInput
  remediation_plan: { metric: string; owner: string; due: string; text: string }
  risk_closure: { risk: string }
  program_revision: RevisionInput
  parity_debt: { surface: string; risk: string; expiresOn: string; reason: string }
  minutes: MinutesInput
}

/** Minutes of a closed board review, by the digest of what is stored; or of a meeting held elsewhere, as a text. */
export type MinutesInput = { board: number; digest: string } | { review: string; text: string; digest: string }

/** How an incident or a review of the kill criteria ends (semantics 8); an override is a kind of decision itself. */
export type IncidentEnding = 'continue' | 'roll_back' | 'dismiss'

export interface WaiverInput {
  of: 'series' | 'criterion'
  /** `M-PERF-01A|core-min|ci`, or a criterion's id. */
  target: string
  verdict: Waivable
  /** Labels of the first and the last window. */
  from: string
  to: string
  /** The last day on which it holds, in the program's zone. */
  expiresOn: string
  reason: string
  evidence: string[]
  control: string | null
  followUp: string | null
}

/** The note of a metric schema change (seed 11.3). */
export interface RevisionNote {
  context: string
  decision: string
  consequences: string
  comparison: string
}

export interface RevisionInput {
  /** Number and digest of the revision that is stored and would come into force. */
  revision: number
  digest: string
  /** It changes metrics or limits. */
  schemaChange: boolean
  note: RevisionNote | null
}
