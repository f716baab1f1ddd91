import type pg from 'pg'
import type { Instant } from '@/lib/domain/instant'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { type Point, type SeriesFacts, seriesId, type WindowFacts } from '@/lib/domain/scoreboard/types'
import type { ProgramState } from './program-state'
import { waiverFacts } from './waiver-facts'
import { type StoredWindow, storedWindows } from './windows'

/**
 * How many windows before the one asked for a scoreboard rests on: enough for the longest maximum age and for two
 * breaches with carried windows between them.
 */
export const HISTORY = 26

/** Facts of one stored window; `series` can be added to. */
export interface StoredFacts extends WindowFacts {
  window: StoredWindow
  series: Map<string, SeriesFacts>
}

type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>

interface FactsRow {
  window_id: number
  measure: string
  profile: string
  environment: string
  latest_id: number
  latest_verdict: Verdict
  latest_value: number | null
  latest_at: number
  worst_id: number
  worst_verdict: Verdict
  worst_value: number | null
  worst_at: number
}

/**
 * The facts of the windows that begin at or before `until`, oldest first: from `HISTORY` windows before the one that
 * holds `oldest` on.
 */
export async function boardFacts(
  db: Queryable,
  state: ProgramState,
  until: Instant,
  oldest: Instant = until,
): Promise<StoredFacts[]> {
  const [windows, waivers] = await Promise.all([windowsBefore(db, state, until, oldest), waiverFacts(db, state.id)])
  const facts = windows.map(
    (window): StoredFacts => ({ window, spec: state.specFor(window), series: new Map(), waivers }),
  )
  const byId = new Map(facts.map((one) => [one.window.id, one]))
  const { rows } = await db.query<FactsRow>({
    name: 'board_facts',
    text: `SELECT f.window_id, s.measure, s.profile, s.environment,
             f.latest_id, f.latest_verdict, f.latest_value, (extract(epoch FROM f.latest_observed_at) * 1000)::float8 AS latest_at,
             f.worst_id, f.worst_verdict, f.worst_value, (extract(epoch FROM f.worst_observed_at) * 1000)::float8 AS worst_at
           FROM series_window f JOIN series s ON s.id = f.series_id WHERE f.window_id = ANY($1)`,
    values: [windows.map((window) => window.id)],
  })
  for (const row of rows) {
    byId.get(row.window_id)?.series.set(seriesId(row), {
      latest: point(row.latest_id, row.latest_verdict, row.latest_value, row.latest_at),
      worst: point(row.worst_id, row.worst_verdict, row.worst_value, row.worst_at),
    })
  }
  return facts
}

/** Limits and reasons are left out here: a status needs none, and a page reads them for what it shows. */
const point = (id: number, verdict: Verdict, value: number | null, observedAt: Instant): Point => ({
  id,
  verdict,
  value,
  observedAt,
  limit: null,
  warn: null,
  reasons: [],
})

async function windowsBefore(
  db: Queryable,
  state: ProgramState,
  until: Instant,
  oldest: Instant,
): Promise<StoredWindow[]> {
  const length = { P1D: 1, P1W: 7, P1M: 31 }[state.revision.compiled.windows.length]
  const from = Math.min(oldest, until) - HISTORY * length * 86_400_000
  const windows = await storedWindows(db, state.id, from)
  return windows.filter((window) => window.start <= until)
}
