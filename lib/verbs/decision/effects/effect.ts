import type { EntryDraft } from '@/lib/register/entry'
import type { DecisionTransaction } from '../in-decision'

/** What an approved decision does, in the transaction that decides it; answers with what the register is to hold. */
export type Effect<Input> = (at: DecisionTransaction, input: Input) => Promise<EntryDraft[]>
