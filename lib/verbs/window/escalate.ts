import { system } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import { openStreaks } from '@/lib/db/streaks'
import type { Transaction } from '@/lib/db/transact'
import { calls } from '@/lib/domain/scoreboard/escalation'
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
  { metrics }: Scoreboard,
): Promise<EntryDraft[]> {
  const streaks = await openStreaks(tx.client, state.id)
  return (await escalate(tx, system, state, calls(metrics, streaks, { closing: true }), streaks, null)).entries
}
