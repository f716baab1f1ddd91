import type { DecisionKind } from '@/lib/domain/decision/kinds'
import type { Judgement } from '@/lib/domain/decision/judgement'
import type { Instant } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'
import type { ProgramState } from '../program-state'
import type { Queryable } from '../query'

/** What a judgement is made from; under the exclusive lock where a decision depends on it. */
export interface Bench<Input> {
  db: Queryable
  state: ProgramState
  now: Instant
  subject: string
  input: Input
  /** UUID of whoever asked. */
  proposedBy: string
}

/** What one kind of decision is judged by, as of an instant. */
export interface Judged {
  items: Judgement
  /** What stands against sealing and approving it, one sentence each; empty where nothing does. */
  needs: string[]
  /** What the packet shows of it besides what every packet shows. */
  sections: Readonly<Record<string, Json>>
}

export type Judge<Input> = (bench: Bench<Input>) => Promise<Judged>

export interface AskedDecision {
  kind: DecisionKind
  subject: string
  input: Json
  proposedBy: string
}
