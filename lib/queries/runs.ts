import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { notFound } from '@/lib/verbs/refusal'
import { type FiredDto, firedBy } from './risk-links'
import { type SampleDto, samplesOfRun } from './samples'
import { visibleProgram } from './visible'

export interface RunListDto {
  number: number
  id: string
  commit: string | null
  ref: string
  gated: boolean
  releaseCandidate: string | null
  startedAt: string
  openedAt: string
  completedAt: string | null
  samples: number
  /** The worst of its verdicts; null where it brought no samples. */
  worst: Verdict | null
}

export interface RunFilter {
  ref: string | null
  gated: boolean
  /** Part of a run's id, or the start of its commit. */
  search: string | null
  page: number
  size: number
}

export interface RunsDto {
  rows: RunListDto[]
  more: boolean
  refs: string[]
}

/** A page of a program's runs, newest first. */
export async function runs(context: Context, actor: Actor, slug: string, filter: RunFilter): Promise<RunsDto> {
  const state = await visibleProgram(context, actor, slug)
  const { prisma, pool } = context.database
  const { ref, gated, search, page, size } = filter
  const found = await prisma.run.findMany({
    where: {
      programId: state.id,
      ...(ref === null ? {} : { ref }),
      ...(gated ? { gated: true } : {}),
      ...(search === null ? {} : { OR: [{ externalId: { contains: search } }, { commit: { startsWith: search } }] }),
    },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    skip: (page - 1) * size,
    take: size + 1,
    include: { uploads: { select: { samples: true } } },
  })
  const rows = found.slice(0, size)
  const worst = await pool.query<{ run_id: number; worst: Verdict }>(
    'SELECT run_id, max(verdict) AS worst FROM run_verdict WHERE run_id = ANY($1) GROUP BY 1',
    [rows.map(({ id }) => id)],
  )
  const worstOf = new Map(worst.rows.map((row) => [row.run_id, row.worst]))
  const refs = await prisma.refState.findMany({ where: { programId: state.id }, orderBy: { ref: 'asc' } })
  return {
    rows: rows.map((row) => ({
      ...headOf(row),
      samples: row.uploads.reduce((sum, { samples }) => sum + samples, 0),
      worst: worstOf.get(row.id) ?? null,
    })),
    more: found.length > size,
    refs: refs.map((row) => row.ref),
  }
}

interface RunRow {
  id: number
  externalId: string
  commit: string | null
  ref: string
  gated: boolean
  releaseCandidate: string | null
  startedAt: Date
  openedAt: Date
  completedAt: Date | null
}

const headOf = (row: RunRow): Omit<RunListDto, 'samples' | 'worst'> => ({
  number: row.id,
  id: row.externalId,
  commit: row.commit,
  ref: row.ref,
  gated: row.gated,
  releaseCandidate: row.releaseCandidate,
  startedAt: row.startedAt.toISOString(),
  openedAt: row.openedAt.toISOString(),
  completedAt: row.completedAt?.toISOString() ?? null,
})

export interface RunVerdictDto {
  measure: string
  profile: string
  environment: string
  window: string
  verdict: Verdict
  final: boolean
  value: number | null
  unit: string
  limit: number | null
  warn: number | null
  reasons: string[]
  breaches: number
  late: boolean
  revision: number
  phase: string
  judgedAt: string
}

export interface UploadDto {
  id: number
  key: string
  receivedAt: string
  samples: number
  evidence: number
  /** How many defects its list had; null where it brought none. */
  defects: number | null
  /** SHA-256 of the inflated bytes that came, and of the canonical body that the register holds. */
  bodyDigest: string
  canonicalDigest: string
}

export interface EvidenceDto {
  id: string
  outcome: 'pass' | 'fail' | 'error'
  observedAt: string
  artifact: string
  sha256: string | null
  command: string | null
}

/** Everything an auditor asks of a run. */
export interface RunDto extends Omit<RunListDto, 'samples' | 'worst'> {
  ciUrl: string | null
  /** Who opened it: a token's name, a CI identity, or a person. */
  openedBy: string
  position: number | null
  verdicts: RunVerdictDto[]
  uploads: UploadDto[]
  evidence: EvidenceDto[]
  samples: SampleDto[]
  /** Risks that it put back to Open. */
  fired: FiredDto[]
  /** Samples beyond those listed. */
  moreSamples: number
}

const LISTED = 500

export async function run(context: Context, actor: Actor, slug: string, number: number): Promise<RunDto> {
  const state = await visibleProgram(context, actor, slug)
  const { prisma } = context.database
  const row =
    Number.isSafeInteger(number) && number > 0 && number < 2 ** 31
      ? await prisma.run.findFirst({
          where: { id: number, programId: state.id },
          include: {
            verdicts: {
              include: { series: true, window: true, revision: true },
              orderBy: [{ seriesId: 'asc' }, { windowId: 'asc' }, { sequence: 'asc' }],
            },
            uploads: {
              omit: { body: true },
              orderBy: { id: 'asc' },
              include: {
                evidence: { include: { provenance: true }, orderBy: { ordinal: 'asc' } },
                defects: { select: { _count: { select: { defects: true } } } },
              },
            },
          },
        })
      : null
  if (row === null) throw notFound('run')
  const { measures } = state.revision.compiled.catalog
  const total = row.uploads.reduce((sum, upload) => sum + upload.samples, 0)
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  return {
    ...headOf(row),
    ciUrl: row.ciUrl,
    openedBy: await actorWords(context, row.actor),
    position: row.position,
    verdicts: row.verdicts.map((verdict) => ({
      measure: verdict.series.measure,
      profile: verdict.series.profile,
      environment: verdict.series.environment,
      window: verdict.window.label,
      verdict: verdict.verdict,
      final: verdict.final,
      value: verdict.value,
      unit: measures.get(verdict.series.measure)?.unit ?? '',
      limit: verdict.limit,
      warn: verdict.warn,
      reasons: verdict.reasons,
      breaches: verdict.breaches,
      late: verdict.late,
      revision: verdict.revision.number,
      phase: verdict.phase,
      judgedAt: verdict.judgedAt.toISOString(),
    })),
    uploads: row.uploads.map((upload) => ({
      id: upload.id,
      key: upload.key,
      receivedAt: upload.receivedAt.toISOString(),
      samples: upload.samples,
      evidence: upload.evidence.length,
      defects: upload.defects[0]?._count.defects ?? null,
      bodyDigest: hex(upload.bodyDigest),
      canonicalDigest: hex(upload.canonicalDigest),
    })),
    evidence: row.uploads.flatMap((upload) =>
      upload.evidence.map((one) => ({
        id: one.evidence,
        outcome: one.outcome,
        observedAt: one.observedAt.toISOString(),
        artifact: one.artifact,
        sha256: one.sha256 === null ? null : hex(one.sha256),
        command: one.provenance.command,
      })),
    ),
    samples: await samplesOfRun(context, row.id, LISTED),
    fired: await firedBy(context, row.id),
    moreSamples: Math.max(0, total - LISTED),
  }
}

async function actorWords({ database }: Context, actor: string): Promise<string> {
  const [kind, id = ''] = actor.split(/:(.*)/s)
  if (kind === 'token')
    return `token “${(await database.prisma.apiToken.findUnique({ where: { id: Number(id) } }))?.name ?? id}”`
  if (kind === 'user') return (await database.prisma.user.findUnique({ where: { id } }))?.name ?? id
  return kind === 'ci' ? `CI identity ${id}` : actor
}
