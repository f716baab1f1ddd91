import type { Actor } from '@/lib/auth/actor'
import { boardFacts, HISTORY } from '@/lib/db/board-facts'
import { type PointDetail, pointDetails, withDetails } from '@/lib/db/points'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { ensureWindows, storedWindows, type StoredWindow } from '@/lib/db/windows'
import { type Instant, iso } from '@/lib/domain/instant'
import { scoreboards } from '@/lib/domain/scoreboard/scoreboard'
import {
  type MetricState,
  type Scoreboard,
  type SeriesState,
  type Status,
  seriesId,
} from '@/lib/domain/scoreboard/types'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { notFound } from '@/lib/verbs/refusal'
import { type UnownedRiskDto, unownedRisks } from './unowned-risks'
import { visibleProgram } from './visible'

/** A window as lists show it. */
export interface WindowDto {
  id: string
  start: string
  end: string
  state: 'open' | 'closed'
}

export interface SeriesDto {
  measure: string
  profile: string
  environment: string
  verdict: Verdict
  value: number | null
  unit: string
  limit: number | null
  warn: number | null
  /** The run's own id, and its number here. */
  run: string | null
  runNumber: number | null
  commit: string | null
  artifact: string | null
  sha256: string | null
  observedAt: string | null
  /** Seconds from the observation to the scoreboard's asOf. */
  age: number | null
  carried: boolean
  waived: boolean
  reasons: string[]
}

export interface MetricDto {
  id: string
  title: string
  dimension: string
  critical: boolean
  required: boolean
  verdict: Verdict
  status: Status | null
  value: number | null
  unit: string
  limit: number | null
  /** Seconds. */
  age: number | null
  carried: boolean
  waived: boolean
  reasons: string[]
  series: SeriesDto[]
  /** The last windows, oldest first, this one included. */
  trend: TrendDto[]
}

export interface TrendDto {
  window: string
  verdict: Verdict
  value: number | null
  carried: boolean
}

/** The scoreboard of a window (seed 11, semantics 15). */
export interface ScoreboardDto {
  program: string
  revision: number
  phase: string | null
  window: WindowDto
  asOf: string
  status: Status
  reasons: string[]
  toGreen: string[]
  dimensions: { id: string; status: Status | null }[]
  metrics: MetricDto[]
  /** Windows that can be asked for, newest first, each with its status. */
  windows: (WindowDto & { status: Status })[]
  /** For a closed window: how often it has been evaluated, and the last evaluation's digest. */
  evaluation: { number: number; digest: string; createdAt: string } | null
  /** High risks that nobody owns now; none for a closed window, which says nothing of them. */
  unownedRisks: UnownedRiskDto[]
}

/** How many windows a trend shows (seed 11.5: at least the last 8). */
const TREND = 8

/**
 * The scoreboard of the window with this label (`2026-W47`), or of the one that holds now. Refuses with not_found for
 * a window that is not stored.
 */
export async function scoreboard(
  context: Context,
  actor: Actor,
  slug: string,
  label: string | null,
): Promise<ScoreboardDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const now = await context.clock(pool)
  const target = await targetWindow(context, state, label, now)
  const facts = await boardFacts(pool, state, Math.max(target.start, Math.min(now, target.end - 1)), earlierBy(target))
  const upTo = facts.filter((one) => one.window.start <= target.start)
  const shown = scoreboards(upTo, now).at(-1)
  if (shown === undefined) throw notFound('window')
  const details = await pointDetails(pool, [shown])
  const boards = scoreboards(withDetails(upTo, details), now)
  const [evaluation, unowned] = await Promise.all([
    lastEvaluation(context, target),
    target.end <= now ? [] : unownedRisks(context, state),
  ])
  return boardDto(state, boards, details, now, { evaluation, unownedRisks: unowned })
}

/** The trend's windows need their own history behind them. */
const earlierBy = (target: StoredWindow): Instant => target.start - TREND * (target.end - target.start)

async function targetWindow(
  context: Context,
  state: ProgramState,
  label: string | null,
  now: Instant,
): Promise<StoredWindow> {
  const { pool } = context.database
  const rule = state.revision.compiled.windows
  const found =
    label === null
      ? (await storedWindows(pool, state.id, now)).find((window) => window.start <= now)
      : (await storedWindows(pool, state.id, 0)).find((window) => window.label === label && window.start <= now)
  if (found !== undefined) return found
  if (label !== null) throw notFound('window')
  // The first look of a new window, before any job or upload has made its row.
  const [made] = await ensureWindows(pool, state.id, rule, now, now)
  if (made === undefined) throw notFound('window')
  return made
}

async function lastEvaluation(context: Context, { id }: StoredWindow): Promise<ScoreboardDto['evaluation']> {
  const row = await context.database.prisma.windowEvaluation.findFirst({
    where: { windowId: id },
    orderBy: { number: 'desc' },
    select: { number: true, digest: true, createdAt: true },
  })
  if (row === null) return null
  return { number: row.number, digest: Buffer.from(row.digest).toString('hex'), createdAt: row.createdAt.toISOString() }
}

const windowDto = ({ label, start, end }: Scoreboard['window'], now: Instant): WindowDto => ({
  id: label,
  start: iso(start),
  end: iso(end),
  state: end <= now ? 'closed' : 'open',
})

function boardDto(
  state: ProgramState,
  boards: readonly Scoreboard[],
  details: ReadonlyMap<number, PointDetail>,
  now: Instant,
  rest: Pick<ScoreboardDto, 'evaluation' | 'unownedRisks'>,
): ScoreboardDto {
  const board = boards.at(-1)
  if (board === undefined) throw notFound('window')
  const recent = boards.slice(-TREND)
  const { revision, phase } = state.inForceAt(board.window.end)
  return {
    program: state.slug,
    revision: revision.number,
    phase,
    window: windowDto(board.window, now),
    asOf: iso(board.asOf),
    status: board.status,
    reasons: board.reasons,
    toGreen: board.toGreen,
    dimensions: board.dimensions.map(({ id, status }) => ({ id, status })),
    metrics: board.metrics.map((metric) => metricDto(metric, recent, details)),
    windows: boards
      .map(({ window, status }) => ({ ...windowDto(window, now), status }))
      .slice(-HISTORY)
      .reverse(),
    ...rest,
  }
}

const seconds = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : Math.floor(milliseconds / 1000)

function metricDto(
  metric: MetricState,
  recent: readonly Scoreboard[],
  details: ReadonlyMap<number, PointDetail>,
): MetricDto {
  const { spec, deciding } = metric
  return {
    id: spec.id,
    title: spec.title,
    dimension: spec.dimension,
    critical: spec.critical,
    required: spec.required,
    verdict: metric.verdict,
    status: metric.status,
    value: deciding?.point?.value ?? null,
    unit: deciding?.spec.unit ?? spec.series[0]?.unit ?? '',
    limit: deciding?.point?.limit ?? null,
    age: seconds(deciding?.age ?? null),
    carried: metric.carried,
    waived: metric.waived,
    reasons: metric.reasons,
    series: metric.series.map((series) => seriesDto(series, details)),
    trend: recent.map((board) => trendDto(board, metric)),
  }
}

/** A metric's verdict in an earlier window, with the value of the series that decides it now, so that values compare. */
function trendDto(board: Scoreboard, { spec, deciding }: MetricState): TrendDto {
  const metric = board.metrics.find((one) => one.spec.id === spec.id)
  const id = deciding === null ? null : seriesId(deciding.spec)
  const series = metric?.series.find((one) => seriesId(one.spec) === id)
  return {
    window: board.window.label,
    verdict: metric?.verdict ?? 'no_data',
    value: series?.verdict === 'no_data' ? null : (series?.point?.value ?? null),
    carried: metric?.carried ?? false,
  }
}

function seriesDto(series: SeriesState, details: ReadonlyMap<number, PointDetail>): SeriesDto {
  const { spec, point } = series
  const detail = point === null ? undefined : details.get(point.id)
  return {
    measure: spec.measure,
    profile: spec.profile,
    environment: spec.environment,
    verdict: series.verdict,
    value: point?.value ?? null,
    unit: spec.unit,
    limit: point?.limit ?? null,
    warn: point?.warn ?? null,
    run: detail?.run ?? null,
    runNumber: detail?.runNumber ?? null,
    commit: detail?.commit ?? null,
    artifact: detail?.artifact ?? null,
    sha256: detail?.sha256 ?? null,
    observedAt: point === null ? null : iso(point.observedAt),
    age: seconds(series.age),
    carried: series.carried,
    waived: series.waived,
    reasons: series.reasons,
  }
}
