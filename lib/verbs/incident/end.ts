import { decisionName } from '@/lib/db/decisions'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { ensureWindows } from '@/lib/db/windows'
import { iso } from '@/lib/domain/instant'
import type { EntryDraft } from '@/lib/register/entry'
import { Refusal } from '../refusal'

/** How an incident ends (semantics 8). */
export type IncidentOutcome = 'continue' | 'roll_back' | 'override' | 'dismiss'

/**
 * Ends an incident or a review in the transaction that decides it and under the program's exclusive lock; nothing else
 * may call this. A rollback owes its post-mortem by the end of the next window. `decision` is the deciding row's id.
 */
export async function endIncident(
  { client, now }: Transaction,
  state: ProgramState,
  incident: number,
  outcome: IncidentOutcome,
  decision: number,
): Promise<EntryDraft> {
  const due = outcome === 'roll_back' ? await endOfNextWindow(client, state, now) : null
  const { rowCount } = await client.query(
    `UPDATE incident SET ended_at = $3, ended_by_decision = $4, outcome = $5, post_mortem_due_at = $6
     WHERE id = $1 AND program_id = $2 AND ended_at IS NULL`,
    [incident, state.id, new Date(now), decision, outcome, due === null ? null : new Date(due)],
  )
  if (rowCount !== 1) throw new Refusal('conflict', 'ended', `Incident ${incident} is not open.`)
  await client.query('UPDATE incident_criterion SET ended_at = $2 WHERE incident_id = $1 AND ended_at IS NULL', [
    incident,
    new Date(now),
  ])
  if (!silences(outcome)) await hearAgain({ client, now }, state, incident)
  const postMortemDue = due === null ? null : iso(due)
  const named = await decisionName(client, decision)
  return { type: 'incident.ended', payload: { incident, decision: named, outcome, postMortemDue } }
}

/**
 * Continue and override silence the signals that the incident names until they have passed and fail again; after the
 * other endings what still fails of them fires at the next gated run. What another decision silenced stays so.
 */
const silences = (outcome: IncidentOutcome): boolean => outcome === 'continue' || outcome === 'override'

async function hearAgain(
  { client, now }: Pick<Transaction, 'client' | 'now'>,
  state: ProgramState,
  incident: number,
): Promise<void> {
  await client.query(
    `UPDATE signal_state s SET failing = false, since = $3 FROM incident_criterion c
     WHERE c.incident_id = $2 AND s.program_id = $1 AND s.failing AND s.watcher IN ('kill:' || c.criterion, 'rollback:' || c.criterion)
       AND EXISTS (SELECT 1 FROM incident_signal x WHERE x.incident_id = $2 AND x.criterion = c.criterion AND x.key = s.key)`,
    [state.id, incident, new Date(now)],
  )
}

async function endOfNextWindow(
  client: Transaction['client'],
  state: ProgramState,
  now: number,
): Promise<number | null> {
  const rule = state.revision.compiled.windows
  const [current] = await ensureWindows(client, state.id, rule, now, now)
  if (current === undefined) return null
  const windows = await ensureWindows(client, state.id, rule, now, current.end)
  return windows.find(({ start }) => start >= current.end)?.end ?? null
}
