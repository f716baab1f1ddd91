import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'

/** What a proposal comes to: what it is about, the words that are put to the council, and the input as it is kept. */
export interface Prepared<Input> {
  subject: string
  title: string
  question: string
  input: Input
  /** The clock that its incident runs by, where it has one. */
  deadline?: { severity: 'critical' | 'high'; dueAt: number }
  /** What preparing it changed. */
  entries?: EntryDraft[]
  /** Stores what belongs to the decision, once it has its id. */
  attach?: (decision: number) => Promise<void>
}

export interface Proposing {
  tx: Transaction
  state: ProgramState
  /** UUID of whoever asks. */
  proposer: string
}
