import type pg from 'pg'
import type { Board } from '@/lib/db/board'
import type { ProgramState } from '@/lib/db/program-state'
import type { StoredWindow } from '@/lib/db/windows'
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
  id: number
}

const pair = (series: number, window: number): string => `${series}|${window}`

/**
 * Stores a run's verdicts and, for a gated run, what follows from them: streaks at completion, and the windows' newest
 * and worst, on the board and in the database. The caller holds the judging lock. Answers as soon as the board is
 * changed, with the writes under way.
 */
export async function rememberVerdicts(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  judged: readonly JudgedSeries[],
  ids: readonly number[],
  completes: boolean,
  board: Board,
  now: Instant,
): Promise<{ written: Promise<unknown> }> {
  const sequences = run.opened ? new Map<string, number>() : await storedSequences(client, run)
  const verdicts = judged
    .flatMap((series) => series.parts.map((part) => ({ series, part })))
    .map(({ series, part }, index): NewVerdict => {
      const sequence = sequences.get(pair(series.id, part.window.id)) ?? 0
      return { series, part, sequence, id: ids[index] ?? Number.NaN }
    })
  const stored = insertVerdicts(client, state, run, verdicts, completes, now)
  if (!run.gated) return { written: stored }

  const counting = verdicts.filter(({ part }) => completes || countsWhileOpen(part.judgement.verdict))
  const changed = await Promise.all(counting.map((verdict) => changedFacts(client, board, verdict)))
  for (const { series, window, facts } of changed) board.change(window.id, seriesId(series.key), facts)
  const streaks = completes ? extendStreaks(client, run, judged) : null
  return { written: Promise.all([stored, streaks, storeFacts(client, changed), markLate(client, changed, now)]) }
}

/** What a window knows of a series with this verdict. */
async function changedFacts(client: pg.PoolClient, board: Board, verdict: NewVerdict): Promise<ChangedFacts> {
  const { series, part, sequence, id } = verdict
  const { window } = part
  // An earlier verdict of this very run may be what the window shows: then all of them are counted anew.
  const recounted = sequence > 0 ? await countedFacts(client, series, window.id) : null
  const known = board.facts.find((one) => one.window.id === window.id)?.series.get(seriesId(series.key))
  return { series, window, facts: recounted ?? addPoint(known, asPoint(id, part), series.rule.better) }
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

async function insertVerdicts(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  verdicts: readonly NewVerdict[],
  final: boolean,
  now: Instant,
): Promise<void> {
  if (verdicts.length === 0) return
  const column = <T>(read: (part: JudgedPart, one: NewVerdict) => T): T[] => verdicts.map((one) => read(one.part, one))
  await client.query({
    name: 'verdicts',
    text: `INSERT INTO run_verdict (run_id, revision_id, phase, final, judged_at, id, series_id, window_id, sequence,
             base, verdict, value, "limit", warn, reasons, breaches, samples, late, observed_at, artifact, sha256)
           SELECT $1, $2, $3, $4, $5, id, series, win, sequence, base, verdict, value, hard, warn,
             ARRAY(SELECT jsonb_array_elements_text(reasons)), breaches, samples, late, observed, artifact, sha256
           FROM unnest($6::int[], $7::int[], $8::int[], $9::int[], $10::verdict[], $11::verdict[], $12::float8[],
             $13::float8[], $14::float8[], $15::jsonb[], $16::int[], $17::int[], $18::bool[], $19::timestamptz[],
             $20::text[], $21::bytea[])
             AS v (id, series, win, sequence, base, verdict, value, hard, warn, reasons, breaches, samples, late,
               observed, artifact, sha256)`,
    values: [
      run.id,
      state.revision.id,
      state.revision.compiled.effectivePhase(state.phase),
      final,
      new Date(now),
      column((_, { id }) => id),
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
}

/** Ids for verdicts about to be stored: known ahead, so that all that points to them can go out with them. */
export async function nextVerdicts(client: pg.PoolClient, count: number): Promise<number[]> {
  if (count === 0) return []
  const { rows } = await client.query<{ id: number }>({
    name: 'verdict_ids',
    text: `SELECT nextval('run_verdict_id_seq')::int AS id FROM generate_series(1, $1)`,
    values: [count],
  })
  return rows.map(({ id }) => id)
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
  series: JudgedSeries
  window: StoredWindow
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
      changed.map(({ series }) => series.id),
      changed.map(({ window }) => window.id),
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

/** Ended windows that changed wait for a new evaluation; one not yet closed will get its first. */
async function markLate(client: pg.PoolClient, changed: readonly ChangedFacts[], now: Instant): Promise<void> {
  const ended = new Set(changed.flatMap(({ window }) => (window.end <= now ? [window.id] : [])))
  if (ended.size === 0) return
  await client.query({
    name: 'late',
    text: 'INSERT INTO late_window (window_id) SELECT * FROM unnest($1::int[]) ORDER BY 1 ON CONFLICT DO NOTHING',
    values: [[...ended]],
  })
}
