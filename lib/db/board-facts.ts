import { DAY, type Instant } from '@/lib/domain/instant'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { type Point, type SeriesFacts, seriesId, type WindowFacts } from '@/lib/domain/scoreboard/types'
import type { ProgramState, Revision } from './program-state'
import { waiverFacts } from './waiver-facts'
import { type StoredWindow, storedWindows } from './windows'
import type { Queryable } from './query'

/** How many windows before the one asked for a scoreboard rests on at the least. */
const LEAST = 26

/**
 * How many windows before the one asked for a scoreboard rests on: enough for the longest maximum age and for two
 * breaches, each with windows before it that only carried a value.
 */
export function lookback({ revision, phase, since }: ProgramState): number {
  const { metrics } = revision.compiled.scoreboard(phase, since)
  const longest = Math.max(0, ...metrics.map(({ maxAge }) => maxAge))
  return Math.max(LEAST, 3 * (Math.ceil(longest / windowLength(revision)) + 1))
}

/** The most that a window lasts, in milliseconds, an hour of daylight saving aside. */
const windowLength = ({ compiled }: Revision): number => ({ P1D: 1, P1W: 7, P1M: 31 })[compiled.windows.length] * DAY

/** Facts of one stored window; `series` can be added to. */
export interface StoredFacts extends WindowFacts {
  window: StoredWindow
  series: Map<string, SeriesFacts>
}

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
 * The facts of the windows that begin at or before `until`, oldest first: from `lookback` windows before the one that
 * holds `oldest` on, and further back where the trend rule compares with an older value.
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
  const from = Math.min(oldest, until) - lookback(state) * windowLength(state.revision)
  const windows = await storedWindows(db, state.id, Math.min(from, await comparedFrom(db, state, from)))
  return windows.filter((window) => window.start <= until)
}

/**
 * The start of the oldest window that the trend rule may compare with: of each trended series, the last one before
 * `from` that measured it. Infinity where there is none.
 */
async function comparedFrom(db: Queryable, { id, revision }: ProgramState, from: Instant): Promise<Instant> {
  const trended = [...revision.compiled.catalog.measures.values()].filter(({ trend }) => trend !== undefined)
  if (trended.length === 0) return Infinity
  const { rows } = await db.query<{ start: number | null }>({
    name: 'compared_from',
    text: `SELECT (extract(epoch FROM min(last)) * 1000)::float8 AS start FROM (
             SELECT max(w.starts_at) AS last FROM series s
             JOIN series_window f ON f.series_id = s.id JOIN program_window w ON w.id = f.window_id
             WHERE s.program_id = $1 AND s.measure = ANY($2) AND w.starts_at < $3 AND f.latest_value IS NOT NULL
             GROUP BY s.id) AS compared`,
    values: [id, trended.map((measure) => measure.id), new Date(from)],
  })
  return rows[0]?.start ?? Infinity
}
