import { system } from '@/lib/auth/actor'
import { programState } from '@/lib/db/program-state'
import { eachAlone } from '../each-alone'
import { asOf, type Context, lockRows, transact } from '@/lib/db/transact'
import { escalationOf } from '@/lib/domain/incident/escalation'
import type { IncidentKind } from '@/lib/domain/incident/severity'
import { iso } from '@/lib/domain/instant'

/**
 * Records each incident and review that was not decided in time, once, with the path it escalates along (semantics 11).
 * Answers with how many.
 */
export async function keepIncidentClocks(context: Context): Promise<number> {
  const { pool } = context.database
  const { rows } = await pool.query<{ slug: string; id: number }>(
    `SELECT p.slug, i.id FROM incident i JOIN program p ON p.id = i.program_id
     WHERE i.ended_at IS NULL AND i.breached_at IS NULL AND i.due_at <= $1 ORDER BY i.id`,
    [new Date(await context.clock(pool))],
  )
  return eachAlone(rows, ({ slug, id }) => recordBreach(context, slug, id))
}

async function recordBreach(context: Context, slug: string, id: number): Promise<boolean> {
  const { database } = context
  const seen = await programState(database, database.pool, slug)
  if (seen === null) return false
  return transact(context, { actor: system, program: seen, lock: 'shared' }, async (begun) => {
    const { rows, tx } = await lockRows<{ kind: IncidentKind; due_at: Date | null; criteria: string[] }>(begun, {
      text: `SELECT kind::text AS kind, due_at, ARRAY(SELECT criterion FROM incident_criterion WHERE incident_id = id) AS criteria
             FROM incident WHERE id = $1 AND ended_at IS NULL AND breached_at IS NULL FOR UPDATE`,
      values: [id],
    })
    const state = await programState(database, tx.client, slug)
    const [row] = rows
    if (state === null || row?.due_at == null || row.due_at.getTime() > tx.now)
      return { result: false, unchanged: true }
    await tx.client.query('UPDATE incident SET breached_at = $2 WHERE id = $1', [id, new Date(tx.now)])
    const payload = {
      incident: id,
      dueAt: iso(row.due_at.getTime()),
      ...escalationOf(state.revision.compiled.program, row),
    }
    return asOf(tx, { result: true, entries: [{ type: 'incident.overdue', payload }] })
  })
}
