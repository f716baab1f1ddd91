import type pg from 'pg'
import { system } from '@/lib/auth/actor'
import { boardFacts } from '@/lib/db/board-facts'
import { judgingLock } from '@/lib/db/judging-lock'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { ensureWindows } from '@/lib/db/windows'
import { type Context, transact } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { sha256 } from '@/lib/register/digest'
import { judgeRun } from './judge'
import { rememberVerdicts } from './remember'
import { RUN_LIFETIME, type StoredRun } from './store'

/** Completes a run; a gated one takes its place in the run order of its ref. */
export async function completeRun(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  now: Instant,
): Promise<void> {
  let position: number | null = null
  if (run.gated) {
    const { rows } = await client.query<{ completions: number }>({
      name: 'run_position',
      text: `INSERT INTO ref_state AS r (program_id, ref, completions) VALUES ($1, $2, 1)
             ON CONFLICT (program_id, ref) DO UPDATE SET completions = r.completions + 1 RETURNING completions`,
      values: [state.id, run.ref],
    })
    position = rows[0]?.completions ?? null
  }
  await client.query({
    name: 'run_complete',
    text: 'UPDATE run SET completed_at = $2, position = $3 WHERE id = $1',
    values: [run.id, new Date(now), position],
  })
}

interface OpenRow {
  id: number
  slug: string
  external_id: string
  actor: string
}

/** Completes every run whose first upload is a day old (semantics 3). Answers with how many. */
export async function completeOverdueRuns(context: Context): Promise<number> {
  const { pool } = context.database
  const { rows } = await pool.query<OpenRow>(
    `SELECT r.id, p.slug, r.external_id, r.actor FROM run r JOIN program p ON p.id = r.program_id
     WHERE r.completed_at IS NULL AND r.opened_at <= $1 ORDER BY r.opened_at, r.id`,
    [new Date((await context.clock(pool)) - RUN_LIFETIME)],
  )
  let completed = 0
  for (const row of rows) if (await completeOverdueRun(context, row)) completed += 1
  return completed
}

async function completeOverdueRun(context: Context, row: OpenRow): Promise<boolean> {
  const { database } = context
  const program = await programState(database, database.pool, row.slug)
  if (program === null) return false
  return transact(context, { actor: system, program, lock: 'shared' }, async ({ client, now }) => {
    const state = await programState(database, client, row.slug)
    const run = await lockOverdue(client, row.id, now)
    if (state === null || run === null) return { result: false, unchanged: true }
    if (run.gated) await judgingLock(client, state)
    const oldest = await oldestSample(client, run)
    await ensureWindows(database.pool, state.id, state.revision.compiled.windows, oldest, now)
    const facts = await boardFacts(client, state, now, oldest)
    const judged = await judgeRun(client, state, run, [], true, facts)
    await rememberVerdicts(client, state, run, judged, true, facts, now)
    await completeRun(client, state, run, now)
    const payload = { run: sha256(row.external_id).toString('hex'), actor: row.actor, reason: 'timeout' as const }
    return { result: true, entries: [{ type: 'run.completed', payload }] }
  })
}

async function lockOverdue(client: pg.PoolClient, id: number, now: Instant): Promise<StoredRun | null> {
  const { rows } = await client.query<{ ref: string; gated: boolean; opened_at: Date; completed_at: Date | null }>(
    'SELECT ref, gated, opened_at, completed_at FROM run WHERE id = $1 FOR UPDATE',
    [id],
  )
  const row = rows[0]
  if (row === undefined || row.completed_at !== null) return null
  const openedAt = row.opened_at.getTime()
  if (openedAt + RUN_LIFETIME > now) return null
  return { id, ref: row.ref, gated: row.gated, openedAt, complete: false, opened: false }
}

async function oldestSample(client: pg.PoolClient, run: StoredRun): Promise<Instant> {
  const { rows } = await client.query<{ oldest: number | null }>(
    `SELECT (extract(epoch FROM min(s.observed_at)) * 1000)::float8 AS oldest
     FROM upload u JOIN sample s ON s.upload_id = u.id AND s.received_at = u.received_at WHERE u.run_id = $1`,
    [run.id],
  )
  return rows[0]?.oldest ?? run.openedAt
}
