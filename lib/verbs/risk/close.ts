import type { Actor } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import { riskLifecycle } from '@/lib/db/risk-lifecycle'
import type { Transaction } from '@/lib/db/transact'
import { ensureWindows } from '@/lib/db/windows'
import { againstClosing } from '@/lib/domain/risk/lifecycle'
import type { EntryDraft } from '@/lib/register/entry'
import { lockRisk } from './change-risk'
import { notYet } from './move'
import { writeRiskEvent } from './write-event'

/**
 * Closes a risk in the transaction that decides it, under the program's exclusive lock; nothing else may call this.
 * Refuses as a move does where the risk is not in Watch, its criteria are not evidenced, or a signal fails.
 * `decision` is the deciding row's id.
 */
export async function closeRisk(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  key: string,
  decision: number,
): Promise<EntryDraft> {
  const at = await lockRisk(tx, actor, state, key, null)
  const { client, now } = at.tx
  await ensureWindows(client, state.id, state.revision.compiled.windows, now, now)
  const against = againstClosing(await riskLifecycle(client, state, at.risk))
  if (against.length > 0) throw notYet(`${key} cannot be closed yet.`, against)
  return writeRiskEvent(at, 'closed', {
    state: 'closed',
    stateSince: now,
    reviewDueAt: null,
    closedByDecision: decision,
  })
}
