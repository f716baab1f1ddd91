import type pg from 'pg'
import { type Actor, actorId } from '@/lib/auth/actor'
import { boardStamp, rememberBoard, takeBoard } from '@/lib/db/board'
import type { Database } from '@/lib/db/database'
import { judgingLock } from '@/lib/db/judging-lock'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { registerMemory } from '@/lib/db/register-memory'
import { openStreaks } from '@/lib/db/streaks'
import { asOf, type Outcome, type Transaction } from '@/lib/db/transact'
import { windowAt } from '@/lib/domain/metric/run'
import type { Status } from '@/lib/domain/scoreboard/types'
import type { RunEvidence } from '@/lib/domain/signal/findings'
import { sha256 } from '@/lib/register/digest'
import { Refusal } from '../refusal'
import type { UploadAnswer } from './answer'
import type { Arrival, ArrivedEvidence } from './arrival'
import { completeRun } from './complete'
import { allFacts, breachesOf, firstFacts, type JudgedSeries, judgeRun, observedSpan, verdictCount } from './judge'
import { nextVerdicts, rememberVerdicts } from './remember'
import { answeredBefore } from './replay'
import {
  datedAt,
  openRisks,
  runEvidence,
  seriesVerdicts,
  signalTurns,
  standingSignals,
  storeTurns,
  unspent,
} from './signals'
import { nothingFired, type Stop, stopsOf } from './stops'
import { insertUpload, lockRun, nextUpload, type StoredRun } from './store'

/** Another revision or another window began since the upload was checked: check it anew. */
export class Outdated extends Error {}

/** Records a checked upload: its run, samples, verdicts and what follows, in the caller's transaction. */
export async function recordArrival(
  database: Database,
  begun: Transaction,
  actor: Actor,
  checkedBy: ProgramState,
  arrival: Arrival,
): Promise<Outcome<UploadAnswer>> {
  const { client } = begun
  const id = actorId(actor)
  const [, state, { tx, run }, upload] = await Promise.all([
    refuseRevoked(client, actor),
    programState(database, client, checkedBy.slug),
    lockRun(begun, checkedBy, id, arrival.run),
    nextUpload(client),
  ])
  const { now } = tx
  if (state === null || state.revision.id !== checkedBy.revision.id) throw new Outdated()
  if (windowAt(now, arrival.windows) === null) throw new Outdated()
  if (!run.opened) {
    // The same upload may have been waited for above.
    const known = await answeredBefore(client, state.id, id, arrival.key, arrival.bodyDigest)
    if (known !== null) return { result: known, unchanged: true }
    if (run.complete) {
      throw new Refusal(
        'conflict',
        'run_complete',
        `Run ${arrival.run.externalId} is complete: nothing can be added to it.`,
      )
    }
  }

  const completes = arrival.run.complete
  const insertion = insertUpload(client, state, id, run, upload, arrival, now)
  const runFacts = run.opened
    ? firstFacts(state, arrival.samples, arrival.windows)
    : await insertion.then(() => allFacts(database, client, state, run, arrival.samples, completes, now))
  // In this order on the server: stamp and breaches are read once the lock is held.
  const [, ids, , judgedAt, stamp, breaches, standing, streaks, earlier] = await Promise.all([
    insertion,
    nextVerdicts(client, verdictCount(runFacts)),
    run.gated ? judgingLock(client, state) : null,
    run.gated ? tx.clock(client) : now,
    run.gated ? boardStamp(client, state.id) : null,
    breachesOf(client, run.ref, runFacts),
    run.gated ? standingSignals(client, state.id) : null,
    run.gated && state.phase !== null ? openStreaks(client, state.id) : [],
    run.gated && completes && !run.opened ? runEvidence(client, run) : null,
  ])
  // A window that was closed while this waited would never hear of its samples: they come late, then.
  if (windowAt(judgedAt, arrival.windows) !== windowAt(now, arrival.windows)) throw new Outdated()
  const { oldest, newest } = observedSpan(runFacts, now)
  const board = await takeBoard(database, client, state, stamp, oldest, newest)
  const before = board.standingAt(now)
  const judged = judgeRun(state, runFacts, breaches, board.facts)
  const { written } = await rememberVerdicts(client, state, run, judged, ids, completes, board, now)
  const after = board.standingAt(now)
  const evidence = earlier ?? arrival.evidence.map(arrivedEvidence)
  const said = { complete: completes, evidence, series: seriesVerdicts(judged) }
  const turns = standing === null ? [] : signalTurns(state, run, said, standing)
  // What follows from the judging is dated under its lock, so that nothing that went before it there is later.
  const ruled = { ...tx, now: judgedAt }
  const brought = new Set(arrival.samples.map(({ series }) => series))
  const heard = { turns, judged, brought, board, metrics: after.metrics, streaks }
  const stopped = run.gated ? await stopsOf(ruled, actor, state, run, heard, written) : nothingFired
  const window = windowAt(now, arrival.windows)?.label ?? ''
  const scoreboard = { window, before: before.status, after: after.status }
  const answer = answerOf(state, run, arrival, judged, scoreboard, stopped.stops)
  const pending = Promise.all([
    written,
    completes ? completeRun(client, state, run, now) : null,
    storeAnswer(client, upload, answer),
    run.gated ? rememberBoard(database, client, state, board) : null,
    storeTurns(client, state, run, unspent(turns, stopped.spent), judgedAt),
  ])
  const triggered = await openRisks(ruled, actor, state, run, turns, pending)
  const payload = {
    upload,
    run: sha256(arrival.run.externalId).toString('hex'),
    actor: id,
    canonicalDigest: arrival.canonicalDigest.toString('hex'),
    samples: arrival.samples.length,
    evidence: arrival.evidence.length,
    defects: arrival.defects?.length ?? 0,
    gated: run.gated,
    completed: completes,
  }
  return asOf(tx, {
    result: answer,
    entries: [{ type: 'upload.accepted', payload }, ...datedAt(judgedAt, stopped.entries), ...triggered],
    pending,
  })
}

const arrivedEvidence = ({ id, outcome, artifact, observedAt }: ArrivedEvidence): RunEvidence => ({
  id,
  outcome,
  artifact: artifact.uri,
  observedAt: Date.parse(observedAt),
})

/** A token revoked since the request was let in does not count. */
async function refuseRevoked(client: pg.PoolClient, actor: Actor): Promise<void> {
  if (actor.kind !== 'token') return
  const { rows } = await client.query({
    name: 'token_stands',
    text: 'SELECT 1 FROM api_token WHERE id = $1 AND revoked_at IS NULL',
    values: [actor.token],
  })
  if (rows.length === 0) throw new Refusal('unauthenticated', 'token_revoked', 'The token has been revoked.')
}

async function storeAnswer(client: pg.PoolClient, upload: number, answer: UploadAnswer): Promise<void> {
  await client.query({
    name: 'answer',
    text: 'INSERT INTO upload_answer (upload_id, answer) VALUES ($1, $2)',
    values: [upload, JSON.stringify(answer)],
  })
}

function answerOf(
  state: ProgramState,
  run: StoredRun,
  arrival: Arrival,
  judged: readonly JudgedSeries[],
  scoreboard: { window: string; before: Status; after: Status },
  stops: readonly Stop[],
): UploadAnswer {
  const verdicts = judged.map(({ name, key, rule, parts }) => {
    const { judgement, verdict, reasons, window } = parts.at(-1) ?? parts[0]
    const { value, limit, warn } = judgement
    const { profile, environment } = key
    return {
      metric: name,
      profile,
      environment,
      verdict,
      value,
      limit,
      warn,
      unit: rule.unit,
      window: window.label,
      reasons,
    }
  })
  const order = ({ metric, profile, environment }: (typeof verdicts)[number]): string =>
    [metric, profile, environment].join('|')
  return {
    run: {
      id: arrival.run.externalId,
      number: run.id,
      commit: arrival.run.commit,
      ref: run.ref,
      gated: run.gated,
      complete: arrival.run.complete,
      page: `/${state.slug}/runs/${run.id}`,
    },
    revision: state.revision.number,
    verdicts: verdicts.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    scoreboard,
    stops: stops.map(({ incident, kind, criteria }) => ({
      incident,
      kind,
      criteria,
      page: `/${state.slug}/incidents/${incident}`,
    })),
    checkpoint: registerMemory().checkpoint,
  }
}
