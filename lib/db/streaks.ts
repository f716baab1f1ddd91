import type { Streak } from '@/lib/domain/scoreboard/escalation'
import type { Queryable } from './query'

/** A streak that goes on, by its row. */
export interface StoredStreak extends Streak {
  id: number
}

/** The streaks of a program's critical metrics that go on. Under the judging lock nobody else changes them. */
export async function openStreaks(db: Queryable, program: number): Promise<StoredStreak[]> {
  const { rows } = await db.query<StoredStreak>({
    name: 'streaks_open',
    text: `SELECT id, metric, told_at IS NOT NULL AS told, incident_id IS NOT NULL AS reviewed FROM metric_streak
           WHERE program_id = $1 AND ended_at IS NULL`,
    values: [program],
  })
  return rows
}
