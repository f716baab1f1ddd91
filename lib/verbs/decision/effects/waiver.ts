import { stampBoard } from '@/lib/db/board'
import { waiverRequest } from '@/lib/db/judgement/waiver'
import type { WaiverInput } from '@/lib/domain/decision/inputs'
import { decisionId } from '@/lib/domain/decision/kinds'
import { iso } from '@/lib/domain/instant'
import { Refusal } from '../../refusal'
import type { Effect } from './effect'

/** The waiver is open from now on. Boards that processes remember are read anew. */
export const openWaiver: Effect<WaiverInput> = async ({ tx, state, decision }, input) => {
  const request = waiverRequest(state, input, tx.now)
  if (request === null) throw new Refusal('conflict', 'unknown', 'The program no longer names what is to be waived.')
  const { rows } = await tx.client.query<{ id: number }>(
    `INSERT INTO waiver (program_id, decision_id, of, target, verdict, from_window, to_window, starts_at, ends_at,
       reason, evidence, control, follow_up, asked_by, opened_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id`,
    [
      state.id,
      decision.id,
      input.of,
      input.target,
      input.verdict,
      input.from,
      input.to,
      new Date(request.start),
      new Date(request.end),
      input.reason,
      input.evidence,
      input.control,
      input.followUp,
      decision.proposedBy,
      new Date(tx.now),
      new Date(request.expiresAt),
    ],
  )
  await stampBoard(tx.client, state.id)
  const { of, target, verdict, from, to } = input
  const payload = {
    waiver: rows[0]?.id ?? 0,
    decision: decisionId(decision.number),
    of,
    target,
    verdict,
    from,
    to,
    expiresAt: iso(request.expiresAt),
    askedBy: decision.proposedBy,
  }
  return [{ type: 'waiver.opened', payload }]
}
