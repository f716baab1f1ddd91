import type { UserActor } from '@/lib/auth/actor'
import { actorId } from '@/lib/auth/actor'
import { sqlState, sqlStateOf } from '@/lib/db/errors'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { type Instant, iso } from '@/lib/domain/instant'
import { type BodyFault, resolveUpload } from '@/lib/ingest/resolve'
import type { SampleBody } from '@/lib/ingest/upload'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { permitAct } from '../permit'
import { invalid, notFound } from '../refusal'
import type { UploadAnswer } from './answer'
import { prepareArrival } from './arrival'
import { Outdated, recordArrival } from './record'
import { answeredBefore } from './replay'

export interface RecordedSample {
  /** The program's slug. */
  program: string
  /** Made by the form once, so that sending it twice records once. */
  key: string
  /** A measure that is taken from records. */
  measure: string
  profile: string
  environment: string
  value?: number | undefined
  passed?: number | undefined
  total?: number | undefined
  unit: string
  observedAt: string
  artifact: string
  record: { system: string; id: string }
}

/** The ref under which records stand: their streak is their own. */
const RECORDS_REF = 'records'
const ATTEMPTS = 3

/**
 * Records a sample from an audited system, in the browser (semantics 3). It counts as gated: the role that may do this
 * is the right. Refuses with every fault by field.
 */
export async function recordSample(context: Context, actor: UserActor, input: RecordedSample): Promise<UploadAnswer> {
  const { database } = context
  const key = `record:${input.key}`
  for (let attempt = 1; ; attempt += 1) {
    const state = await programState(database, database.pool, input.program)
    if (state === null) throw notFound('program')
    const now = await context.clock(database.pool)
    const sample = sampleOf(actor, input)
    const value = asJson({ run: { id: key, startedAt: iso(now), gated: true, complete: true }, samples: [sample] })
    const bodyDigest = sha256(canonicalJson(asJson(input)))
    const known = await answeredBefore(database.pool, state.id, actorId(actor), key, bodyDigest)
    if (known !== null) return known
    const samples = checked(state, sample, now)
    const run = {
      externalId: key,
      commit: null,
      ref: RECORDS_REF,
      startedAt: now,
      ciUrl: null,
      gated: true,
      complete: true,
      releaseCandidate: null,
    }
    const source = { key, bodyDigest, value, run, samples, evidence: [], defects: undefined }
    try {
      const arrival = await prepareArrival(database, state, source, now)
      return await transact(context, { actor, program: state, lock: 'shared' }, async (tx) => {
        await permitAct(tx.client, actor, state, 'record_sample')
        return recordArrival(database, tx, actor, state, arrival)
      })
    } catch (error) {
      // A new window, the same form sent twice, or a declaration of what this fires came first: look again.
      const again = error instanceof Outdated || sqlStateOf(error) === sqlState.uniqueViolation
      if (!again || attempt === ATTEMPTS) throw error
    }
  }
}

/** Without the fields that are not there. */
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

function sampleOf(actor: UserActor, input: RecordedSample): SampleBody {
  const { measure, profile, environment, value, passed, total, unit, observedAt, artifact, record } = input
  return {
    metric: measure,
    ...(value === undefined ? {} : { value }),
    ...(passed === undefined ? {} : { passed }),
    ...(total === undefined ? {} : { total }),
    unit,
    observedAt,
    artifact: { uri: artifact },
    profile,
    environment: { class: environment },
    record: { ...record, recordedBy: actorId(actor) },
  }
}

/** Checks the one sample as an upload's would be, with the faults at the form's fields. */
function checked(state: ProgramState, sample: SampleBody, now: Instant): ReturnType<typeof samplesOf> {
  const { catalog, program } = state.revision.compiled
  const metric = program.scoreboard.metrics.find((one) => one.measures.some((measure) => measure.id === sample.metric))
  if (metric?.provenance === 'command') {
    throw invalid([
      {
        path: 'measure',
        code: 'from_ci',
        message: `${sample.metric} comes from CI, with the command that produced it.`,
      },
    ])
  }
  // The run's head is not the person's to say; any that fits the schema stands in for it here.
  const head = { id: 'record', commit: '0000000', ref: RECORDS_REF, startedAt: iso(now), gated: true, complete: true }
  const resolved = resolveUpload({ run: head, samples: [sample] }, catalog, now)
  if (!resolved.ok) throw invalid(resolved.faults.map(atField))
  return samplesOf(resolved)
}

const samplesOf = (resolved: Extract<ReturnType<typeof resolveUpload>, { ok: true }>) => resolved.samples

/** `samples.0.artifact.uri` is the form's `artifact`. */
function atField({ path, code, message }: BodyFault): BodyFault {
  const field = path.replace(/^samples\.0\.?/, '')
  const renamed: Record<string, string> = {
    metric: 'measure',
    'artifact.uri': 'artifact',
    'environment.class': 'environment',
    'record.id': 'recordId',
    'record.system': 'system',
  }
  return { path: renamed[field] ?? field, code, message }
}
