import { system } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import { streaksAtEnd } from '@/lib/db/streaks'
import type { Transaction } from '@/lib/db/transact'
import { callsAtClose } from '@/lib/domain/scoreboard/escalation'
import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import type { EntryDraft } from '@/lib/register/entry'
import { escalate } from '../incident/escalate'

/**
 * Critical metrics that still have no data, or cannot be judged, when their window closes call for a review (semantics
 * 5). The caller holds the judging lock.
 */
export async function escalateAtClose(
  tx: Transaction,
  state: ProgramState,
  { metrics, window }: Scoreboard,
): Promise<EntryDraft[]> {
  const streaks = await streaksAtEnd(tx.client, state.id, window.end)
  return (await escalate(tx, system, state, callsAtClose(metrics, streaks), streaks, null)).entries
}
