import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { visibleProgram } from './visible'

/** What a sample table asks for; everything is optional but the measures. Filters match exactly. */
export interface SampleFilter {
  measures: readonly string[]
  profile: string | null
  environment: string | null
  ref: string | null
  /** Only samples that came after their window had ended. */
  late: boolean
  /** Only samples of gated runs. */
  gated: boolean
}

export const sampleSorts = ['observedAt', 'value', 'run'] as const
export type SampleSort = (typeof sampleSorts)[number]

export interface SamplePage {
  sort: SampleSort
  descending: boolean
  /** From 1. */
  page: number
  size: number
}

export interface SampleDto {
  measure: string
  profile: string
  environment: string
  value: number
  passed: number | null
  total: number | null
  seed: string | null
  observedAt: string
  receivedAt: string
  late: boolean
  run: string
  runNumber: number
  commit: string | null
  ref: string
  gated: boolean
  artifact: string
  sha256: string | null
  replay: string | null
  fingerprint: Record<string, string | number | boolean>
  command: string | null
  record: { system: string; id: string; recordedBy: string } | null
}

export interface SamplesDto {
  rows: SampleDto[]
  /** Whether there is a further page. */
  more: boolean
}

/** How a sort becomes an ORDER BY; the tie-break makes pages stable. */
const orders: Record<SampleSort, string> = { observedAt: 's.observed_at', value: 's.value', run: 'r.id' }

const COLUMNS = `n.measure, n.profile, n.environment, s.value, s.passed, s.total, s.seed::text, s.observed_at, s.received_at, s.late,
       r.external_id AS run, r.id AS run_number, r.commit, r.ref, r.gated, s.artifact, encode(s.sha256, 'hex') AS sha256, s.replay,
       f.fields AS fingerprint, p.command, p.system, p.record_id, p.recorded_by`

const CONTEXT = `JOIN sample_context c ON c.id = s.context_id
     JOIN fingerprint f ON f.id = c.fingerprint_id
     JOIN provenance p ON p.id = c.provenance_id`

/** One page of a program's samples. Sorted, filtered and cut by the database. */
export async function samples(
  context: Context,
  actor: Actor,
  slug: string,
  filter: SampleFilter,
  { sort, descending, page, size }: SamplePage,
): Promise<SamplesDto> {
  const state = await visibleProgram(context, actor, slug)
  const direction = descending ? 'DESC' : 'ASC'
  const { rows } = await context.database.pool.query<SampleRow>(
    `WITH wanted AS (
       SELECT id, measure, profile, environment FROM series
       WHERE program_id = $1 AND measure = ANY($2) AND ($3::text IS NULL OR profile = $3) AND ($4::text IS NULL OR environment = $4)
     )
     SELECT ${COLUMNS}
     FROM sample s
     JOIN wanted n ON n.id = s.series_id
     JOIN upload u ON u.id = s.upload_id
     JOIN run r ON r.id = u.run_id
     ${CONTEXT}
     WHERE ($5::text IS NULL OR r.ref = $5) AND (NOT $6 OR s.late) AND (NOT $7 OR r.gated)
     ORDER BY ${orders[sort]} ${direction}, s.upload_id ${direction}, s.ordinal ${direction}
     LIMIT $8 OFFSET $9`,
    [
      state.id,
      filter.measures,
      filter.profile,
      filter.environment,
      filter.ref,
      filter.late,
      filter.gated,
      size + 1,
      (page - 1) * size,
    ],
  )
  return { rows: rows.slice(0, size).map(sampleDto), more: rows.length > size }
}

interface SampleRow {
  measure: string
  profile: string
  environment: string
  value: number
  passed: number | null
  total: number | null
  seed: string | null
  observed_at: Date
  received_at: Date
  late: boolean
  run: string
  run_number: number
  commit: string | null
  ref: string
  gated: boolean
  artifact: string
  sha256: string | null
  replay: string | null
  fingerprint: Record<string, string | number | boolean>
  command: string | null
  system: string | null
  record_id: string | null
  recorded_by: string | null
}

function sampleDto(row: SampleRow): SampleDto {
  const { observed_at, received_at, run_number, system, record_id, recorded_by, ...same } = row
  return {
    ...same,
    observedAt: observed_at.toISOString(),
    receivedAt: received_at.toISOString(),
    runNumber: run_number,
    record: system === null ? null : { system, id: record_id ?? '', recordedBy: recorded_by ?? '' },
  }
}

/** The samples of one run, in the order they came. */
export async function samplesOfRun(context: Context, run: number, limit: number): Promise<SampleDto[]> {
  const { rows } = await context.database.pool.query<SampleRow>(
    `SELECT ${COLUMNS}
     FROM run r
     JOIN upload u ON u.run_id = r.id
     JOIN sample s ON s.upload_id = u.id AND s.received_at = u.received_at
     JOIN series n ON n.id = s.series_id
     ${CONTEXT}
     WHERE r.id = $1 ORDER BY s.upload_id, s.ordinal LIMIT $2`,
    [run, limit],
  )
  return rows.map(sampleDto)
}
