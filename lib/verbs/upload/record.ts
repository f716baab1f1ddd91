import type pg from 'pg'
import { type Actor, actorId } from '@/lib/auth/actor'
import { boardFacts, type StoredFacts } from '@/lib/db/board-facts'
import { judgingLock } from '@/lib/db/judging-lock'
import type { Database } from '@/lib/db/database'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { Outcome, Transaction } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { windowAt } from '@/lib/domain/metric/run'
import { scoreboards } from '@/lib/domain/scoreboard/scoreboard'
import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import { sha256 } from '@/lib/register/digest'
import { Refusal } from '../refusal'
import type { UploadAnswer } from './answer'
import type { Arrival } from './arrival'
import { completeRun } from './complete'
import { type JudgedSeries, judgeRun } from './judge'
import { rememberVerdicts } from './remember'
import { answeredBefore } from './replay'
import { insertUpload, lockRun, type StoredRun } from './store'

/** Another revision or another window began since the upload was checked: check it anew. */
export class Outdated extends Error {}

/** Records a checked upload: its run, samples, verdicts and what follows, in the caller's transaction. */
export async function recordArrival(
  database: Database,
  { client, now }: Transaction,
  actor: Actor,
  checkedBy: ProgramState,
  arrival: Arrival,
): Promise<Outcome<UploadAnswer>> {
  const id = actorId(actor)
  await refuseRevoked(client, actor)
  const state = await programState(database, client, checkedBy.slug)
  if (state === null || state.revision.id !== checkedBy.revision.id) throw new Outdated()
  if (windowAt(now, arrival.windows) === null) throw new Outdated()

  const run = await lockRun(client, state, id, arrival.run, now)
  if (!run.opened) {
    // The same upload may have been waited for above.
    const known = await answeredBefore(client, state, id, arrival.key, arrival.bodyDigest)
    if (known !== null) return { result: known, unchanged: true }
    if (run.complete) {
      throw new Refusal(
        'conflict',
        'run_complete',
        `Run ${arrival.run.externalId} is complete: nothing can be added to it.`,
      )
    }
  }
  const upload = await insertUpload(client, state, id, run, arrival, now)
  const completes = arrival.run.complete
  if (run.gated) await judgingLock(client, state)

  const observed = arrival.samples.map((sample) => sample.observedAt)
  const oldest = observed.reduce((least, instant) => Math.min(least, instant), run.openedAt)
  const newest = observed.reduce((most, instant) => Math.max(most, instant), now)
  const facts = await boardFacts(client, state, newest, oldest)
  const before = boardNow(facts, now)
  const judged = await judgeRun(client, state, run, arrival.samples, completes, facts)
  await rememberVerdicts(client, state, run, judged, completes, facts, now)
  if (completes) await completeRun(client, state, run, now)
  const after = run.gated ? boardNow(facts, now) : before

  const answer = answerOf(state, run, arrival, judged, before, after)
  await client.query({
    name: 'answer',
    text: 'INSERT INTO upload_answer (upload_id, answer) VALUES ($1, $2)',
    values: [upload, JSON.stringify(answer)],
  })
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
  return { result: answer, entries: [{ type: 'upload.accepted', payload }] }
}

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

/** The scoreboard of the window that holds now. */
function boardNow(facts: readonly StoredFacts[], now: Instant): Scoreboard {
  const past = facts.filter((one) => one.window.start <= now)
  const board = scoreboards(past, now).at(-1)
  if (board === undefined || windowAt(now, [board.window]) === null) throw new Error('no stored window holds now')
  return board
}

function answerOf(
  state: ProgramState,
  run: StoredRun,
  arrival: Arrival,
  judged: readonly JudgedSeries[],
  before: Scoreboard,
  after: Scoreboard,
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
    scoreboard: { window: after.window.label, before: before.status, after: after.status },
  }
}
