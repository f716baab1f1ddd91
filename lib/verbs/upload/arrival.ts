import { deflateRaw } from 'node:zlib'
import { promisify } from 'node:util'
import type { Instant } from '@/lib/domain/instant'
import type { CatalogMeasure } from '@/lib/domain/metric/catalog'
import { type ContextParts, contextIds, provenanceIds } from '@/lib/db/dictionary'
import type { Database } from '@/lib/db/database'
import type { ProgramState } from '@/lib/db/program-state'
import { knownWindows, type StoredWindow } from '@/lib/db/windows'
import type { ResolvedSample } from '@/lib/ingest/resolve'
import type { EvidenceBody, UploadBody } from '@/lib/ingest/upload'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'

const deflate = promisify(deflateRaw)

/** The run an upload belongs to. `commit` is null for record samples alone. */
export interface RunHead {
  externalId: string
  commit: string | null
  ref: string
  startedAt: Instant
  ciUrl: string | null
  gated: boolean
  complete: boolean
  releaseCandidate: string | null
}

/** A sample ready to be stored and judged: its dictionary ids known, its value in the measure's unit. */
export interface ArrivedSample {
  /** The id the body named: a measure's or a metric's. */
  name: string
  measure: CatalogMeasure
  profile: string
  environment: string
  series: number
  context: number
  value: number
  passed: number | null
  total: number | null
  seed: number | null
  observedAt: Instant
  artifact: string
  sha256: string | null
  replay: string | null
}

export interface ArrivedEvidence extends EvidenceBody {
  provenance: number
}

/** A checked upload, with all that can be prepared before its transaction. */
export interface Arrival {
  key: string
  run: RunHead
  samples: ArrivedSample[]
  evidence: ArrivedEvidence[]
  defects: UploadBody['defects']
  /** Windows from the oldest sample, or before it, to now. */
  windows: StoredWindow[]
  bodyDigest: Buffer
  canonicalDigest: Buffer
  /** The canonical body, raw deflate. */
  body: Buffer
}

/** The parts of a body that an arrival is made of, from a CI upload or a person's record. */
export interface ArrivalSource {
  key: string
  bodyDigest: Buffer
  /** What is kept: the body as parsed. */
  value: Json
  run: RunHead
  samples: readonly ResolvedSample[]
  evidence: readonly EvidenceBody[]
  defects: UploadBody['defects']
}

/** Looks up or adds dictionary rows and windows, and packs the body. Adds nothing that is a fact. */
export async function prepareArrival(
  database: Database,
  state: ProgramState,
  source: ArrivalSource,
  now: Instant,
): Promise<Arrival> {
  const canonical = canonicalJson(source.value)
  const packed = deflate(canonical, { level: 1 })
  const [contexts, provenances] = await Promise.all([
    contextIds(database, state.id, source.samples.map(contextParts)),
    provenanceIds(
      database,
      state.id,
      source.evidence.map(({ command }) => ({ command })),
    ),
  ])
  const oldest = source.samples.reduce((least, sample) => Math.min(least, sample.observedAt), now)
  const newest = source.samples.reduce((most, sample) => Math.max(most, sample.observedAt), now)
  return {
    key: source.key,
    run: source.run,
    samples: source.samples.map((sample, index) => {
      const ids = contexts[index]
      if (ids === undefined) throw new Error('a sample has no context')
      return arrivedSample(sample, ids)
    }),
    evidence: source.evidence.map((one, index) => ({ ...one, provenance: provenances[index] ?? 0 })),
    defects: source.defects,
    windows: await knownWindows(database, state.id, state.revision.compiled.windows, oldest, newest),
    bodyDigest: source.bodyDigest,
    canonicalDigest: sha256(canonical),
    body: await packed,
  }
}

function contextParts({ measure, environment, body }: ResolvedSample): ContextParts {
  const { class: _, ...fingerprint } = body.environment
  return {
    series: { measure: measure.id, profile: body.profile, environment },
    fingerprint,
    provenance:
      body.record === undefined
        ? { command: body.command ?? '' }
        : { system: body.record.system, recordId: body.record.id, recordedBy: body.record.recordedBy },
  }
}

function arrivedSample(
  sample: ResolvedSample,
  { context, series }: { context: number; series: number },
): ArrivedSample {
  const { body, measure, environment, value, observedAt } = sample
  return {
    name: body.metric,
    measure,
    profile: body.profile,
    environment,
    series,
    context,
    value,
    passed: body.passed ?? null,
    total: body.total ?? null,
    seed: body.seed ?? null,
    observedAt,
    artifact: body.artifact.uri,
    sha256: body.artifact.sha256 ?? null,
    replay: body.replay ?? null,
  }
}
