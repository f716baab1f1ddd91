import { system } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { decisionId, isOpen } from '@/lib/domain/decision/kinds'
import { iso } from '@/lib/domain/instant'
import type { EntryDraft } from '@/lib/register/entry'
import { eachAlone } from '../each-alone'
import { type DecisionTransaction, inDecision, writeEvent } from './in-decision'

/**
 * Ends open decisions that have expired, and records each missed deadline once, with the path it escalates along
 * (semantics 11). Answers with how many decisions changed.
 */
export async function keepDecisionClocks(context: Context): Promise<number> {
  const { database, clock } = context
  const { rows } = await database.pool.query<{ slug: string; number: number }>(
    `SELECT p.slug, d.number FROM decision d JOIN program p ON p.id = d.program_id
     WHERE d.state IN ('proposed', 'sealed', 'stale')
       AND (d.expires_at <= $1 OR (d.due_at <= $1 AND d.breached_at IS NULL)) ORDER BY d.id`,
    [new Date(await clock(database.pool))],
  )
  return eachAlone(rows, ({ slug, number }) => keepClocksOf(context, slug, number))
}

function keepClocksOf(context: Context, program: string, number: number): Promise<number> {
  return inDecision<number>(context, system, { program, decision: number }, async (at) => {
    if (!isOpen(at.decision.state)) return { result: 0, unchanged: true }
    const entries = [...(await overdue(at)), ...(await expired(at))]
    const [first, ...rest] = entries
    return first === undefined ? { result: 0, unchanged: true } : { result: 1, entries: [first, ...rest] }
  })
}

async function overdue(at: DecisionTransaction): Promise<EntryDraft[]> {
  const { tx, state, decision } = at
  const { dueAt, breachedAt, sla, id, number } = decision
  if (dueAt === null || sla === null || breachedAt !== null || dueAt > tx.now) return []
  await tx.client.query('UPDATE decision SET breached_at = $2 WHERE id = $1', [id, new Date(tx.now)])
  const path = state.revision.compiled.program.governance.slas.find(({ severity }) => severity === sla)?.path ?? []
  await writeEvent(at, 'overdue', { severity: sla, dueAt: iso(dueAt), path })
  const payload = { decision: decisionId(number), severity: sla, dueAt: iso(dueAt), path }
  return [{ type: 'decision.overdue', payload }]
}

async function expired(at: DecisionTransaction): Promise<EntryDraft[]> {
  const { tx, decision } = at
  const { expiresAt, id, number, round } = decision
  if (expiresAt === null || expiresAt > tx.now) return []
  await tx.client.query(`UPDATE decision SET state = 'expired', ended_at = $2 WHERE id = $1`, [id, new Date(tx.now)])
  await writeEvent(at, 'expired', { expiresAt: iso(expiresAt) })
  return [{ type: 'decision.expired', payload: { decision: decisionId(number), round, expiresAt: iso(expiresAt) } }]
}
