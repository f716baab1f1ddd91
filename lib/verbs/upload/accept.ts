import type { Actor, CiActor, TokenActor } from '@/lib/auth/actor'
import { actorId } from '@/lib/auth/actor'
import { onConnection } from '@/lib/db/database'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type Context, transact } from '@/lib/db/transact'
import { sqlState, sqlStateOf } from '@/lib/db/errors'
import type { Instant } from '@/lib/domain/instant'
import { parseStrictJson } from '@/lib/ingest/json'
import { type BodyFault, resolveUpload } from '@/lib/ingest/resolve'
import { fullRef, MAX_SAMPLES, type UploadBody } from '@/lib/ingest/upload'
import type { Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { invalid, notFound, Refusal } from '../refusal'
import type { UploadAnswer } from './answer'
import { type ArrivalSource, prepareArrival } from './arrival'
import { Outdated, recordArrival } from './record'
import { answeredBefore } from './replay'

export interface UploadRequest {
  /** The program's slug. */
  program: string
  /** The client's Idempotency-Key; null where it sent none: the body's digest then stands in for it. */
  key: string | null
  /** The body, inflated. */
  bytes: Uint8Array
}

const ATTEMPTS = 3

/**
 * Takes an upload (semantics 3): whole or not at all, once however often it is sent. Refuses with every fault by path.
 * Answers with verdicts, their reasons, and the scoreboard's status before and after.
 */
export async function acceptUpload(
  context: Context,
  actor: TokenActor | CiActor,
  request: UploadRequest,
): Promise<UploadAnswer> {
  const bodyDigest = sha256(request.bytes)
  const key = request.key ?? `body:${bodyDigest.toString('hex')}`
  for (let attempt = 1; ; attempt += 1) {
    const { state, known, now } = await lookUp(context, actor, request.program, key, bodyDigest)
    if (known !== null) return known
    try {
      const source = readBody(actor, state, request.bytes, { key, bodyDigest }, now)
      const arrival = await prepareArrival(context.database, state, source, now)
      return await transact(context, { actor, program: state, lock: 'shared' }, (tx) =>
        recordArrival(context.database, tx, actor, state, arrival),
      )
    } catch (error) {
      // The same upload, a new revision or a new window came first: look again.
      const again = error instanceof Outdated || sqlStateOf(error) === sqlState.uniqueViolation
      if (!again || attempt === ATTEMPTS) throw error
    }
  }
}

interface LookedUp {
  state: ProgramState
  /** The answer, where this upload came before. */
  known: UploadAnswer | null
  now: Instant
}

/** What must be known before a body is looked at. */
async function lookUp(
  context: Context,
  actor: TokenActor | CiActor,
  slug: string,
  key: string,
  bodyDigest: Buffer,
): Promise<LookedUp> {
  const { database, clock } = context
  const [state, now, known] = await onConnection(database, (client) =>
    Promise.all([
      programState(database, client, slug),
      clock(client),
      settled(answeredBefore(client, actor.program, actorId(actor), key, bodyDigest)),
    ]),
  )
  if (state === null || state.id !== actor.program) throw notFound('program')
  if (actor.kind === 'token' && actor.scope !== 'upload') {
    throw new Refusal('forbidden', 'read_only', 'This token may read and not upload.')
  }
  return { state, now, known: known() }
}

/** A promise's outcome, to be asked for later: what is wrong with the actor is said first. */
function settled<T>(promise: Promise<T>): Promise<() => T> {
  return promise.then(
    (value) => () => value,
    (error: unknown) => () => {
      throw error
    },
  )
}

/** Parses and checks a body against the program, and the run against what the actor may say. */
function readBody(
  actor: TokenActor | CiActor,
  state: ProgramState,
  bytes: Uint8Array,
  identity: Pick<ArrivalSource, 'key' | 'bodyDigest'>,
  now: Instant,
): ArrivalSource {
  const parsed = parseStrictJson(bytes)
  if (!parsed.ok) {
    const [first] = parsed.faults
    if (first?.code === 'unreadable') throw new Refusal('unreadable', 'unreadable', first.message)
    throw invalid(parsed.faults)
  }
  refuseTooMany(parsed.value)
  const { compiled } = state.revision
  const resolved = resolveUpload(parsed.value, compiled.catalog, now)
  if (!resolved.ok) throw invalid(resolved.faults)
  const { body, samples } = resolved
  refuseOtherClaims(actor, body)
  const ref = fullRef(body.run.ref)
  if (body.run.gated) refuseUngated(actor, compiled.isGatedRef(ref), ref)
  return {
    ...identity,
    value: parsed.value as Json,
    run: {
      externalId: body.run.id,
      commit: body.run.commit,
      ref,
      startedAt: Date.parse(body.run.startedAt),
      ciUrl: body.run.ciUrl ?? null,
      gated: body.run.gated,
      complete: body.run.complete,
      releaseCandidate: body.run.releaseCandidate ?? null,
    },
    samples,
    evidence: body.evidence ?? [],
    defects: body.defects,
  }
}

function refuseTooMany(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, list] of Object.entries(value)) {
    if (Array.isArray(list) && list.length > MAX_SAMPLES) {
      const message = `"${key}" has ${list.length} entries; an upload takes ${MAX_SAMPLES} at most. Send the rest in further uploads of the run.`
      throw new Refusal('too_large', 'too_many', message)
    }
  }
}

function refuseUngated(actor: Actor, refIsGated: boolean, ref: string): void {
  const may = (actor.kind === 'token' || actor.kind === 'ci') && actor.gated
  if (!may) throw new Refusal('forbidden', 'not_gated', 'This identity may not upload gated runs.')
  if (!refIsGated) throw new Refusal('forbidden', 'ref_not_gated', `Runs of ${ref} cannot be gated in this program.`)
}

/** What a CI job's own token claims, its body may repeat but not change. */
function refuseOtherClaims(actor: TokenActor | CiActor, { run }: UploadBody): void {
  if (actor.kind !== 'ci') return
  const said = { id: run.id, commit: run.commit, ref: fullRef(run.ref) }
  const claimed = { id: actor.claims.run, commit: actor.claims.commit, ref: fullRef(actor.claims.ref) }
  const faults = (['id', 'commit', 'ref'] as const)
    .filter((key) => said[key] !== claimed[key])
    .map((key): BodyFault => {
      return { path: `run.${key}`, code: 'differs_from_claim', message: `The CI's token claims ${claimed[key]}.` }
    })
  if (faults.length > 0) throw invalid(faults)
}
