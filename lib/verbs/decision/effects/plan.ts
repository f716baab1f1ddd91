import { actorId } from '@/lib/auth/actor'
import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { decisionId } from '@/lib/domain/decision/kinds'
import { dayAfter } from '@/lib/domain/window/day'
import { startOfDay } from '@/lib/domain/window/window'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import type { Effect } from './effect'

/** The plan stands from now on, in the place of an earlier one for the same metric. */
export const openPlan: Effect<DecisionInputs['remediation_plan']> = async ({ tx, actor, state, decision }, input) => {
  const at = new Date(tx.now)
  const reason = `replaced by ${decisionId(decision.number)}`
  const ended = await tx.client.query<{ id: number }>(
    `UPDATE remediation_plan SET ended_at = $3, ended_by = $4, end_reason = $5
     WHERE program_id = $1 AND metric = $2 AND ended_at IS NULL RETURNING id`,
    [state.id, input.metric, at, actorId(actor), reason],
  )
  const dueAt = new Date(startOfDay(state.revision.compiled.program.zone, dayAfter(input.due)))
  const { rows } = await tx.client.query<{ id: number }>(
    `INSERT INTO remediation_plan (program_id, decision_id, metric, owner, due, due_at, text, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [state.id, decision.id, input.metric, input.owner, input.due, dueAt, input.text, at],
  )
  const { metric, owner, due } = input
  const textDigest = sha256(input.text).toString('hex')
  const opened = { plan: rows[0]?.id ?? 0, decision: decisionId(decision.number), metric, owner, due, textDigest }
  const reasonDigest = sha256(reason).toString('hex')
  return [
    ...ended.rows.map(({ id }): EntryDraft => ({ type: 'plan.ended', payload: { plan: id, reasonDigest } })),
    { type: 'plan.opened', payload: opened },
  ]
}
