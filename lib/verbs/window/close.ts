import type pg from 'pg'
import { system } from '@/lib/auth/actor'
import { boardFacts } from '@/lib/db/board-facts'
import { judgingLock } from '@/lib/db/judging-lock'
import { pointDetails, withDetails } from '@/lib/db/points'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { asOf, type Context, type Transaction, transact } from '@/lib/db/transact'
import { ensureWindows, type StoredWindow } from '@/lib/db/windows'
import type { Instant } from '@/lib/domain/instant'
import { scoreboards } from '@/lib/domain/scoreboard/scoreboard'
import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import { canonicalJson } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { eachAlone } from '../each-alone'
import { escalateAtClose } from './escalate'
import { evaluationJson } from './evaluation'

/**
 * Closes every window that has ended and evaluates anew every closed one that took late samples (semantics 3), for
 * all programs. Answers with how many evaluations were stored.
 */
export async function closeWindows(context: Context): Promise<number> {
  const { rows } = await context.database.pool.query<{ slug: string }>(
    'SELECT slug FROM program WHERE revision_id IS NOT NULL ORDER BY id',
  )
  return eachAlone(rows, ({ slug }) => closeWindowsOf(context, slug))
}

async function closeWindowsOf(context: Context, slug: string): Promise<number> {
  const { database } = context
  const program = await programState(database, database.pool, slug)
  if (program === null || !(await anythingDue(context, program))) return 0
  return transact(context, { actor: system, program, lock: 'shared' }, async (begun) => {
    const { client } = begun
    await judgingLock(client, program)
    const now = await begun.clock(client)
    const state = await programState(database, client, slug)
    if (state === null) return { result: 0, unchanged: true }
    await ensureWindows(client, state.id, state.revision.compiled.windows, now, now)
    const due = await dueWindows(client, state, now)
    const [oldest] = due
    if (oldest === undefined) return { result: 0, unchanged: true }
    const entries = await evaluate({ ...begun, now }, state, due)
    await client.query('DELETE FROM late_window WHERE window_id = ANY($1)', [due.map((window) => window.id)])
    const [first, ...rest] = entries
    if (first === undefined) throw new Error('a window was due and not evaluated')
    return asOf({ ...begun, now }, { result: entries.length, entries: [first, ...rest] })
  })
}

/** A look without locks, since mostly nothing is due. */
async function anythingDue({ database, clock }: Context, { id }: ProgramState): Promise<boolean> {
  const { rows } = await database.pool.query<{ due: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM program_window WHERE program_id = $1 AND ends_at <= $2 AND closed_at IS NULL)
         OR EXISTS (SELECT 1 FROM late_window l JOIN program_window w ON w.id = l.window_id WHERE w.program_id = $1)
         OR NOT EXISTS (SELECT 1 FROM program_window WHERE program_id = $1 AND starts_at <= $2 AND ends_at > $2) AS due`,
    [id, new Date(await clock(database.pool))],
  )
  return rows[0]?.due ?? false
}

interface DueWindow extends StoredWindow {
  /** Number of its last evaluation; 0 before it is closed. */
  evaluations: number
  late: boolean
  digest: Buffer | null
}

/** Ended windows from the oldest that is open or late on: an earlier one's new value may carry into later ones. */
async function dueWindows(client: pg.PoolClient, state: ProgramState, now: Instant): Promise<DueWindow[]> {
  const { rows } = await client.query<DueWindow>(
    `SELECT w.id, w.label, (extract(epoch FROM w.starts_at) * 1000)::float8 AS start,
       (extract(epoch FROM w.ends_at) * 1000)::float8 AS "end", coalesce(e.number, 0) AS evaluations, e.digest,
       l.window_id IS NOT NULL AS late
     FROM program_window w
     LEFT JOIN late_window l ON l.window_id = w.id
     LEFT JOIN LATERAL (SELECT number, digest FROM window_evaluation WHERE window_id = w.id ORDER BY number DESC LIMIT 1) e ON true
     WHERE w.program_id = $1 AND w.ends_at <= $2 ORDER BY w.starts_at`,
    [state.id, new Date(now)],
  )
  const first = rows.findIndex((row) => row.late || row.evaluations === 0)
  return first === -1 ? [] : rows.slice(first)
}

async function evaluate(tx: Transaction, state: ProgramState, due: readonly DueWindow[]): Promise<EntryDraft[]> {
  const { client, now } = tx
  const [oldest, newest] = [due[0], due.at(-1)]
  if (oldest === undefined || newest === undefined) return []
  const facts = await boardFacts(client, state, newest.start, oldest.start)
  const labels = new Set(due.map(({ label }) => label))
  const asked = scoreboards(facts, now).filter(({ window }) => labels.has(window.label))
  const details = await pointDetails(client, asked)
  const detailed = scoreboards(withDetails(facts, details), now)
  const boards = new Map(detailed.map((board): [string, Scoreboard] => [board.window.label, board]))
  const entries: EntryDraft[] = []
  for (const window of due) {
    const board = boards.get(window.label)
    if (board === undefined) continue
    const { revision, phase } = state.inForceAt(window.end)
    const scoreboard = canonicalJson(evaluationJson(board, details))
    const digest = sha256(scoreboard)
    // A window that only follows a late one gets a new evaluation where something changed in it.
    if (!window.late && window.digest !== null && digest.equals(window.digest)) continue
    const number = window.evaluations + 1
    await client.query(
      `INSERT INTO window_evaluation (window_id, number, revision_id, phase, status, digest, scoreboard, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [window.id, number, revision.id, phase, board.status, digest, scoreboard, new Date(now)],
    )
    if (number === 1) {
      await client.query('UPDATE program_window SET closed_at = $2 WHERE id = $1', [window.id, new Date(now)])
    }
    entries.push({
      type: number === 1 ? 'window.closed' : 'window.revised',
      payload: {
        window: window.label,
        evaluation: number,
        digest: digest.toString('hex'),
        status: board.status,
        revision: revision.number,
      },
    })
    if (number === 1 && phase !== null) entries.push(...(await escalateAtClose(tx, state, board)))
  }
  return entries
}
