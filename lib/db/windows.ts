import type { Instant } from '@/lib/domain/instant'
import { type Window, type WindowRule, windowsBetween } from '@/lib/domain/window/window'
import type { Database } from './database'
import type { Queryable } from './query'

/** A window as it is stored. */
export interface StoredWindow extends Window {
  id: number
}

interface Row {
  id: number
  label: string
  start: number
  end: number
}

const COLUMNS = `id, label, (extract(epoch FROM starts_at) * 1000)::float8 AS start, (extract(epoch FROM ends_at) * 1000)::float8 AS "end"`

/** Stored windows of a program from the one that holds `from` on, oldest first. */
export async function storedWindows(db: Queryable, program: number, from: Instant): Promise<StoredWindow[]> {
  const { rows } = await db.query<Row>({
    name: 'windows',
    text: `SELECT ${COLUMNS} FROM program_window WHERE program_id = $1 AND ends_at > $2 ORDER BY starts_at`,
    values: [program, new Date(from)],
  })
  return rows
}

/** Windows never change, so a process keeps those it has seen. */
const seen = new WeakMap<Database, Map<number, StoredWindow[]>>()

/** The stored windows from `from` to `to`, from memory where they are known, made where they are missing. */
export async function knownWindows(
  database: Database,
  program: number,
  rule: WindowRule,
  from: Instant,
  to: Instant,
): Promise<StoredWindow[]> {
  const memory = seen.get(database) ?? new Map<number, StoredWindow[]>()
  seen.set(database, memory)
  const known = memory.get(program) ?? []
  if (covers(known, from, to)) return known
  const windows = await ensureWindows(database.pool, program, rule, Math.min(from, known[0]?.start ?? from), to)
  memory.set(program, windows)
  return windows
}

/**
 * The stored windows from `from` to `to`, made where they are missing. Windows are consecutive: whatever lies
 * between the first and the last is made with them (semantics 1).
 */
export async function ensureWindows(
  db: Queryable,
  program: number,
  rule: WindowRule,
  from: Instant,
  to: Instant,
): Promise<StoredWindow[]> {
  const known = await storedWindows(db, program, from)
  if (covers(known, from, to)) return known
  const [{ first, last } = { first: null, last: null }] = (
    await db.query<{ first: number | null; last: number | null }>(
      `SELECT (extract(epoch FROM min(starts_at)) * 1000)::float8 AS first,
              (extract(epoch FROM max(starts_at)) * 1000)::float8 AS last FROM program_window WHERE program_id = $1`,
      [program],
    )
  ).rows
  const wanted = windowsBetween(rule, Math.min(from, first ?? from), Math.max(to, last ?? to))
  await db.query(
    `INSERT INTO program_window (program_id, label, starts_at, ends_at)
     SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) ON CONFLICT DO NOTHING`,
    [
      program,
      wanted.map((window) => window.label),
      wanted.map((window) => new Date(window.start)),
      wanted.map((window) => new Date(window.end)),
    ],
  )
  return storedWindows(db, program, from)
}

function covers(windows: readonly Window[], from: Instant, to: Instant): boolean {
  const [first, last] = [windows[0], windows.at(-1)]
  return first !== undefined && last !== undefined && first.start <= from && last.end > to
}
