import type { Actor } from '@/lib/auth/actor'
import { roleTitle } from '@/lib/db/electors'
import { storedWindows } from '@/lib/db/windows'
import type { Context } from '@/lib/db/transact'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { iso } from '@/lib/domain/instant'
import type { Metric } from '@/lib/program/schema/metrics'
import { notFound } from '@/lib/verbs/refusal'
import { metricOwners } from '@/lib/domain/metric/owner'
import { type MetricCallDto, metricCalls } from './metric-calls'
import { type RiskNameDto, risksBoundTo } from './risk-links'
import { type MetricDto, type SeriesDto, scoreboard } from './scoreboard'
import { visibleProgram } from './visible'

/** One judged run on the chart of a series. */
export interface ChartPoint {
  at: string
  value: number
  verdict: Verdict
  limit: number | null
  warn: number | null
  run: number
  runId: string
  releaseCandidate: string | null
  /** The environment's fingerprint differs from the run before. */
  changed: boolean
}

export interface SeriesChartDto {
  measure: string
  measureTitle: string
  profile: string
  environment: string
  unit: string
  better: 'lower' | 'higher'
  points: ChartPoint[]
  /** Where windows begin. */
  borders: { window: string; at: string }[]
}

/** A series in the matrix of measures × profiles × environments. */
export interface SeriesCellDto
  extends Pick<
    SeriesDto,
    'measure' | 'profile' | 'environment' | 'verdict' | 'value' | 'unit' | 'limit' | 'carried' | 'waived'
  > {
  required: boolean
}

export interface MetricPageDto {
  program: string
  zone: string
  now: string
  definition: Metric
  dimension: string
  requiredFrom: string | null
  /** Titles of the roles that are told when it has no data or cannot be judged. */
  owners: string[]
  /** Whom it has called, being out of band; null while it calls nobody. */
  call: MetricCallDto | null
  /** Its state on the scoreboard of the window that holds now; null for a metric off the scoreboard. */
  state: MetricDto | null
  cells: SeriesCellDto[]
  chart: SeriesChartDto | null
  /** Risks that a fail of it puts back to Open. */
  risks: RiskNameDto[]
}

/** How many runs a chart shows at the most. */
const POINTS = 400

/** A metric with all its series, and the chart of one: the asked one, or the one that decides. */
export async function metricPage(
  context: Context,
  actor: Actor,
  slug: string,
  id: string,
  series: string | null,
): Promise<MetricPageDto> {
  const state = await visibleProgram(context, actor, slug)
  const { program } = state.revision.compiled
  const definition = program.scoreboard.metrics.find((metric) => metric.id === id)
  if (definition === undefined) throw notFound('metric')
  const board = await scoreboard(context, actor, slug, null)
  const metric = board.metrics.find((one) => one.id === id) ?? null
  const cells = await cellsOf(context, state.id, definition, metric)
  const chosen = cells.find((cell) => cellKey(cell) === series) ?? mostTelling(cells)
  return {
    program: slug,
    zone: program.zone,
    now: iso(await context.clock(context.database.pool)),
    definition,
    dimension:
      program.scoreboard.dimensions.find((one) => one.id === definition.dimension)?.title ?? definition.dimension,
    requiredFrom: program.phases.find((phase) => phase.id === definition.requiredFrom)?.title ?? null,
    owners: metricOwners(program.governance, definition.owner).map((role) => roleTitle(state, role)),
    call: (await metricCalls(context, state)).get(definition.id) ?? null,
    state: metric,
    cells,
    chart: chosen === undefined ? null : await chartOf(context, state.id, definition, chosen),
    risks: await risksBoundTo(context, state.id, [definition.id, ...definition.measures.map((one) => one.id)]),
  }
}

const cellKey = ({
  measure,
  profile,
  environment,
}: Pick<SeriesCellDto, 'measure' | 'profile' | 'environment'>): string => [measure, profile, environment].join('|')

/** The series most worth a look: a failing one, else one with a value. */
function mostTelling(cells: readonly SeriesCellDto[]): SeriesCellDto | undefined {
  return (
    cells.find(({ verdict }) => verdict === 'fail' || verdict === 'error') ??
    cells.find(({ verdict }) => verdict === 'warn') ??
    cells.find(({ value }) => value !== null) ??
    cells[0]
  )
}

interface LastRow {
  measure: string
  profile: string
  environment: string
  verdict: Verdict
  value: number | null
  limit: number | null
}

/** The required series as the scoreboard has them, and the others by their last gated verdict. */
async function cellsOf(
  context: Context,
  program: number,
  definition: Metric,
  metric: MetricDto | null,
): Promise<SeriesCellDto[]> {
  const measures = definition.measures.map((measure) => measure.id)
  const unitOf = new Map(definition.measures.map((measure) => [measure.id, measure.unit]))
  const { rows } = await context.database.pool.query<LastRow>(
    `SELECT s.measure, s.profile, s.environment, v.verdict, v.value, v."limit"
     FROM series s JOIN LATERAL (
       SELECT v.verdict, v.value, v."limit" FROM run_verdict v JOIN run r ON r.id = v.run_id AND r.gated
       WHERE v.series_id = s.id AND v.final ORDER BY v.observed_at DESC, v.id DESC LIMIT 1
     ) v ON true
     WHERE s.program_id = $1 AND s.measure = ANY($2)`,
    [program, measures],
  )
  const required = (metric?.series ?? []).map(
    (series): SeriesCellDto => ({ ...series, required: metric?.required ?? false }),
  )
  const known = new Set(required.map(cellKey))
  const others = rows
    .filter((row) => !known.has(cellKey(row)))
    .map(
      (row): SeriesCellDto => ({
        ...row,
        unit: unitOf.get(row.measure) ?? '',
        carried: false,
        waived: false,
        required: false,
      }),
    )
  return [...required, ...others].sort((a, b) => (cellKey(a) < cellKey(b) ? -1 : 1))
}

interface PointRow {
  at: Date
  value: number
  verdict: Verdict
  limit: number | null
  warn: number | null
  run: number
  runId: string
  releaseCandidate: string | null
  fingerprint: number
}

async function chartOf(
  context: Context,
  program: number,
  definition: Metric,
  cell: SeriesCellDto,
): Promise<SeriesChartDto | null> {
  const measure = definition.measures.find((one) => one.id === cell.measure)
  if (measure === undefined) return null
  const { pool } = context.database
  const { rows } = await pool.query<PointRow>(
    `SELECT v.observed_at AS at, v.value, v.verdict, v."limit", v.warn, r.id AS run, r.external_id AS "runId",
       r.release_candidate AS "releaseCandidate", x.fingerprint
     FROM series s
     JOIN LATERAL (
       SELECT v.* FROM run_verdict v JOIN run g ON g.id = v.run_id AND g.gated
       WHERE v.series_id = s.id AND v.final AND v.value IS NOT NULL ORDER BY v.observed_at DESC, v.id DESC LIMIT $5
     ) v ON true
     JOIN run r ON r.id = v.run_id
     LEFT JOIN LATERAL (
       SELECT min(c.fingerprint_id) AS fingerprint FROM upload u
       JOIN sample m ON m.upload_id = u.id AND m.received_at = u.received_at AND m.series_id = s.id
       JOIN sample_context c ON c.id = m.context_id WHERE u.run_id = r.id
     ) x ON true
     WHERE s.program_id = $1 AND s.measure = $2 AND s.profile = $3 AND s.environment = $4
     ORDER BY v.observed_at, v.id`,
    [program, cell.measure, cell.profile, cell.environment, POINTS],
  )
  const first = rows[0]?.at.getTime()
  const windows = first === undefined ? [] : await storedWindows(pool, program, first)
  return {
    measure: cell.measure,
    measureTitle: measure.title,
    profile: cell.profile,
    environment: cell.environment,
    unit: measure.unit,
    better: measure.better,
    points: rows.map(({ fingerprint, at, ...row }, index) => ({
      ...row,
      at: at.toISOString(),
      changed: index > 0 && fingerprint !== rows[index - 1]?.fingerprint,
    })),
    borders: windows.map(({ label, start }) => ({ window: label, at: iso(start) })),
  }
}
