import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { decisionId } from '@/lib/domain/decision/kinds'
import { iso } from '@/lib/domain/instant'
import { dayAfter } from '@/lib/domain/window/day'
import { startOfDay } from '@/lib/domain/window/window'
import type { Effect } from './effect'

/** The surface stands without replay proof as temporary risk debt (semantics 14). */
export const openDebt: Effect<DecisionInputs['parity_debt']> = async ({ tx, state, decision }, input) => {
  const expiresAt = startOfDay(state.revision.compiled.program.zone, dayAfter(input.expiresOn))
  const { surface, risk } = input
  const { rows } = await tx.client.query<{ id: number }>(
    `INSERT INTO parity_debt (program_id, decision_id, surface, risk, opened_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [state.id, decision.id, surface, risk, new Date(tx.now), new Date(expiresAt)],
  )
  const payload = {
    debt: rows[0]?.id ?? 0,
    decision: decisionId(decision.number),
    surface,
    risk,
    expiresAt: iso(expiresAt),
  }
  return [{ type: 'parity_debt.opened', payload }]
}
