import type { Streak } from '@/lib/domain/scoreboard/escalation'
import type { Instant } from '@/lib/domain/instant'
import type { Queryable } from './query'

/** A streak, by its row. */
export interface StoredStreak extends Streak {
  id: number
}

const COLUMNS = `s.id, s.metric, s.told_at IS NOT NULL AS told, s.ended_at IS NOT NULL AS ended,
  ARRAY(SELECT r.cause::text FROM metric_review r WHERE r.streak_id = s.id) AS reviewed`

/** The streaks of a program's critical metrics that go on. Under the judging lock nobody else changes them. */
export async function openStreaks(db: Queryable, program: number): Promise<StoredStreak[]> {
  const { rows } = await db.query<StoredStreak>({
    name: 'streaks_open',
    text: `SELECT ${COLUMNS} FROM metric_streak s WHERE s.program_id = $1 AND s.ended_at IS NULL`,
    values: [program],
  })
  return rows
}

/** The streak of each metric that held when a window ended, or else the one that goes on now. */
export async function streaksAtEnd(db: Queryable, program: number, end: Instant): Promise<StoredStreak[]> {
  const { rows } = await db.query<StoredStreak>(
    `SELECT DISTINCT ON (s.metric) ${COLUMNS} FROM metric_streak s
     WHERE s.program_id = $1 AND (s.ended_at IS NULL OR (s.since < $2 AND s.ended_at >= $2))
     ORDER BY s.metric, s.since`,
    [program, new Date(end)],
  )
  return rows
}

/** What a streak that goes on has called for so far. */
export interface OpenCall {
  metric: string
  /** When its owner was told, and of what. */
  told: { at: Instant; of: 'no_data' | 'error' } | null
  /** The newest review of the kill criteria that it called for. */
  review: { incident: number; dueAt: Instant | null; open: boolean } | null
}

interface CallRow {
  metric: string
  told_at: Instant | null
  told_of: 'no_data' | 'error' | null
  incident: number | null
  due_at: Instant | null
  open: boolean
}

/** The critical metrics of a program that are out of band, with whom that has called, by their ids. */
export async function openCalls(db: Queryable, program: number): Promise<OpenCall[]> {
  const { rows } = await db.query<CallRow>({
    name: 'calls_open',
    text: `SELECT s.metric, (extract(epoch FROM s.told_at) * 1000)::float8 AS told_at, s.told_of::text AS told_of,
             i.id AS incident, (extract(epoch FROM i.due_at) * 1000)::float8 AS due_at, i.ended_at IS NULL AS open
           FROM metric_streak s
             LEFT JOIN LATERAL (SELECT max(incident_id) AS newest FROM metric_review WHERE streak_id = s.id) r ON true
             LEFT JOIN incident i ON i.id = r.newest
           WHERE s.program_id = $1 AND s.ended_at IS NULL ORDER BY s.metric`,
    values: [program],
  })
  return rows.map(({ metric, told_at, told_of, incident, due_at, open }) => ({
    metric,
    told: told_at === null || told_of === null ? null : { at: told_at, of: told_of },
    review: incident === null ? null : { incident, dueAt: due_at, open },
  }))
}
