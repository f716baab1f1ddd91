import { decisionName } from '@/lib/db/decisions'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { nextPhase } from '@/lib/domain/gate/report'
import type { EntryDraft } from '@/lib/register/entry'
import { Refusal } from '../refusal'

/**
 * The program enters a phase, or is released, in the transaction that decides it and under the program's exclusive
 * lock; nothing else may call this. The caller has judged both halves of the gate under that lock. `decision` is the
 * deciding row's id. Refuses any phase but the one that follows: none is skipped.
 */
export async function enterPhase(
  { client, now }: Transaction,
  state: ProgramState,
  to: string,
  decision: number,
): Promise<EntryDraft> {
  const from = state.phase
  if (nextPhase(state.revision.compiled.gates, from) !== to) {
    throw new Refusal('conflict', 'not_next', `${to} does not follow ${from ?? 'the beginning'}.`)
  }
  const { rowCount } = await client.query(
    `UPDATE program SET phase = $2, phase_entered_at = $3 WHERE id = $1 AND phase IS NOT DISTINCT FROM $4`,
    [state.id, to, new Date(now), from],
  )
  if (rowCount !== 1) throw new Refusal('conflict', 'phase_changed', 'The program has entered another phase meanwhile.')
  await client.query('INSERT INTO phase_change (program_id, phase, at, by) VALUES ($1, $2, $3, $4)', [
    state.id,
    to,
    new Date(now),
    `decision:${decision}`,
  ])
  return { type: 'program.phase_entered', payload: { from, to, decision: await decisionName(client, decision) } }
}
