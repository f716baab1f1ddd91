import type pg from 'pg'
import type { StoredFacts } from '@/lib/db/board-facts'
import type { ProgramState } from '@/lib/db/program-state'
import type { Instant } from '@/lib/domain/instant'
import { countsWhileOpen, type Verdict } from '@/lib/domain/metric/verdict'
import { addPoint } from '@/lib/domain/scoreboard/facts'
import { type Point, type SeriesFacts, seriesId } from '@/lib/domain/scoreboard/types'
import type { JudgedPart, JudgedSeries } from './judge'
import type { StoredRun } from './store'

/** One verdict about to be stored. */
interface NewVerdict {
  series: JudgedSeries
  part: JudgedPart
  sequence: number
}

const pair = (series: number, window: number): string => `${series}|${window}`

/**
 * Stores a run's verdicts and, for a gated run, what follows from them: streaks and place in the run order at
 * completion, and the windows' newest and worst, in `facts` and in the database. The caller holds the judging lock.
 */
export async function rememberVerdicts(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  judged: readonly JudgedSeries[],
  completes: boolean,
  facts: readonly StoredFacts[],
  now: Instant,
): Promise<void> {
  const sequences = run.opened ? new Map<string, number>() : await storedSequences(client, run)
  const verdicts = judged.flatMap((series) =>
    series.parts.map((part): NewVerdict => {
      return { series, part, sequence: sequences.get(pair(series.id, part.window.id)) ?? 0 }
    }),
  )
  const ids = await insertVerdicts(client, state, run, verdicts, completes, now)
  if (!run.gated) return
  if (completes) await extendStreaks(client, run, judged)

  const changed: { series: JudgedSeries; window: number; facts: SeriesFacts }[] = []
  const rebuild: { series: JudgedSeries; window: number }[] = []
  for (const [index, { series, part, sequence }] of verdicts.entries()) {
    const board = facts.find((one) => one.window.id === part.window.id)
    if (board === undefined || !(completes || countsWhileOpen(part.judgement.verdict))) continue
    const id = ids[index]
    if (id === undefined) throw new Error('a verdict was not stored')
    // An earlier verdict of this very run may be what the window shows: then all of them are counted anew.
    if (sequence > 0) rebuild.push({ series, window: part.window.id })
    else
      changed.push({
        series,
        window: part.window.id,
        facts: addPoint(board.series.get(seriesId(series.key)), asPoint(id, part), series.rule.better),
      })
  }
  for (const { series, window } of rebuild) {
    const rebuilt = await countedFacts(client, series, window)
    if (rebuilt !== null) changed.push({ series, window, facts: rebuilt })
  }
  for (const change of changed) {
    facts.find((one) => one.window.id === change.window)?.series.set(seriesId(change.series.key), change.facts)
  }
  await storeFacts(
    client,
    changed.map(({ series, window, facts }) => ({ series: series.id, window, facts })),
  )
  await markLate(
    client,
    facts,
    changed.map((change) => change.window),
    now,
  )
}

const asPoint = (id: number, { judgement, reduced }: JudgedPart): Point => ({
  id,
  verdict: judgement.verdict,
  value: judgement.value,
  limit: judgement.limit,
  warn: judgement.warn,
  observedAt: reduced.observedAt,
  reasons: judgement.reasons,
})

async function storedSequences(client: pg.PoolClient, run: StoredRun): Promise<Map<string, number>> {
  const { rows } = await client.query<{ series_id: number; window_id: number; next: number }>(
    'SELECT series_id, window_id, max(sequence) + 1 AS next FROM run_verdict WHERE run_id = $1 GROUP BY 1, 2',
    [run.id],
  )
  return new Map(rows.map((row) => [pair(row.series_id, row.window_id), row.next]))
}

/** Ids in the order of `verdicts`. */
async function insertVerdicts(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  verdicts: readonly NewVerdict[],
  final: boolean,
  now: Instant,
): Promise<number[]> {
  if (verdicts.length === 0) return []
  const column = <T>(read: (part: JudgedPart, one: NewVerdict) => T): T[] => verdicts.map((one) => read(one.part, one))
  const { rows } = await client.query<{ id: number; series_id: number; window_id: number }>({
    name: 'verdicts',
    text: `INSERT INTO run_verdict (run_id, revision_id, phase, final, judged_at, series_id, window_id, sequence, base, verdict,
             value, "limit", warn, reasons, breaches, samples, late, observed_at, artifact, sha256)
           SELECT $1, $2, $3, $4, $5, series, win, sequence, base, verdict, value, hard, warn,
             ARRAY(SELECT jsonb_array_elements_text(reasons)), breaches, samples, late, observed, artifact, sha256
           FROM unnest($6::int[], $7::int[], $8::int[], $9::verdict[], $10::verdict[], $11::float8[], $12::float8[],
             $13::float8[], $14::jsonb[], $15::int[], $16::int[], $17::bool[], $18::timestamptz[], $19::text[], $20::bytea[])
             AS v (series, win, sequence, base, verdict, value, hard, warn, reasons, breaches, samples, late, observed, artifact, sha256)
           RETURNING id, series_id, window_id`,
    values: [
      run.id,
      state.revision.id,
      state.revision.compiled.effectivePhase(state.phase),
      final,
      new Date(now),
      column((_, { series }) => series.id),
      column((part) => part.window.id),
      column((_, { sequence }) => sequence),
      column((part) => part.judgement.verdict),
      column((part) => part.verdict),
      column((part) => part.judgement.value),
      column((part) => part.judgement.limit),
      column((part) => part.judgement.warn),
      column((part) => JSON.stringify(part.reasons)),
      column((_, { series }) => series.breachesBefore),
      column((part) => part.reduced.samples),
      column((part) => part.window.end <= now),
      column((part) => new Date(part.reduced.observedAt).toISOString()),
      column((part) => part.reduced.source?.artifact ?? null),
      column((part) => (part.reduced.source?.sha256 ? Buffer.from(part.reduced.source.sha256, 'hex') : null)),
    ],
  })
  const byPair = new Map(rows.map((row) => [pair(row.series_id, row.window_id), row.id]))
  return verdicts.map(({ series, part }) => byPair.get(pair(series.id, part.window.id)) ?? Number.NaN)
}

async function extendStreaks(client: pg.PoolClient, run: StoredRun, judged: readonly JudgedSeries[]): Promise<void> {
  const moved = judged.filter((series) => series.breachesAfter !== series.breachesBefore)
  if (moved.length === 0) return
  await client.query({
    name: 'streaks_extend',
    text: `INSERT INTO streak (ref, series_id, breaches) SELECT $1, * FROM unnest($2::int[], $3::int[])
           ON CONFLICT (series_id, ref) DO UPDATE SET breaches = excluded.breaches`,
    values: [run.ref, moved.map((series) => series.id), moved.map((series) => series.breachesAfter)],
  })
}

interface CountedRow {
  id: number
  base: Verdict
  value: number | null
  observed_at: number
}

/** The newest and worst of a series in a window, counted anew over the last verdict of every run that counts. */
async function countedFacts(client: pg.PoolClient, series: JudgedSeries, window: number): Promise<SeriesFacts | null> {
  const { rows } = await client.query<CountedRow>(
    `SELECT * FROM (
       SELECT DISTINCT ON (v.run_id) v.id, v.base, v.value, v.final, (extract(epoch FROM v.observed_at) * 1000)::float8 AS observed_at
       FROM run_verdict v JOIN run r ON r.id = v.run_id
       WHERE v.series_id = $1 AND v.window_id = $2 AND r.gated ORDER BY v.run_id, v.sequence DESC
     ) last WHERE final OR base IN ('fail', 'error') ORDER BY id`,
    [series.id, window],
  )
  return rows.reduce<SeriesFacts | null>((facts, row) => {
    const point: Point = {
      id: row.id,
      verdict: row.base,
      value: row.value,
      observedAt: row.observed_at,
      limit: null,
      warn: null,
      reasons: [],
    }
    return addPoint(facts ?? undefined, point, series.rule.better)
  }, null)
}

interface ChangedFacts {
  series: number
  window: number
  facts: SeriesFacts
}

async function storeFacts(client: pg.PoolClient, changed: readonly ChangedFacts[]): Promise<void> {
  if (changed.length === 0) return
  const latest = <T>(read: (point: Point) => T): T[] => changed.map(({ facts }) => read(facts.latest))
  const worst = <T>(read: (point: Point) => T): T[] => changed.map(({ facts }) => read(facts.worst))
  await client.query({
    name: 'facts',
    text: `INSERT INTO series_window AS f (series_id, window_id, latest_id, latest_verdict, latest_value, latest_observed_at,
             worst_id, worst_verdict, worst_value, worst_observed_at)
           SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::verdict[], $5::float8[], $6::timestamptz[],
             $7::int[], $8::verdict[], $9::float8[], $10::timestamptz[])
           ON CONFLICT (window_id, series_id) DO UPDATE SET
             latest_id = excluded.latest_id, latest_verdict = excluded.latest_verdict,
             latest_value = excluded.latest_value, latest_observed_at = excluded.latest_observed_at,
             worst_id = excluded.worst_id, worst_verdict = excluded.worst_verdict,
             worst_value = excluded.worst_value, worst_observed_at = excluded.worst_observed_at`,
    values: [
      changed.map(({ series }) => series),
      changed.map(({ window }) => window),
      latest((point) => point.id),
      latest((point) => point.verdict),
      latest((point) => point.value),
      latest((point) => new Date(point.observedAt).toISOString()),
      worst((point) => point.id),
      worst((point) => point.verdict),
      worst((point) => point.value),
      worst((point) => new Date(point.observedAt).toISOString()),
    ],
  })
}

/** Closed windows that changed wait for a new evaluation; a window not yet closed will get its first. */
async function markLate(
  client: pg.PoolClient,
  facts: readonly StoredFacts[],
  changed: readonly number[],
  now: Instant,
): Promise<void> {
  const ended = facts.filter(({ window }) => window.end <= now && changed.includes(window.id))
  if (ended.length === 0) return
  await client.query({
    name: 'late',
    text: 'INSERT INTO late_window (window_id) SELECT * FROM unnest($1::int[]) ORDER BY 1 ON CONFLICT DO NOTHING',
    values: [ended.map(({ window }) => window.id)],
  })
}
