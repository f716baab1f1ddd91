import { type UserActor, actorId } from '@/lib/auth/actor'
import { decisionOf } from '@/lib/db/decisions'
import { electorateNow, ruleFor } from '@/lib/db/electors'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context, Transaction } from '@/lib/db/transact'
import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { askerMayVote, type DecisionKind, decisionId, decisionKinds } from '@/lib/domain/decision/kinds'
import { lacking } from '@/lib/domain/decision/matching'
import { benches } from '@/lib/domain/decision/standing'
import { isOneOf } from '@/lib/domain/one-of'
import type { Json } from '@/lib/register/canonical'
import { digestOf } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { permitAct } from '../permit'
import { invalid, Refusal } from '../refusal'
import { checked, field } from './fields'
import { inProgram, writeEvent } from './in-decision'
import type { Prepared } from './prepared'
import { prepare } from './proposals'
import { prepareRevision, storeRevision } from './revision'

export interface Proposal {
  /** The program's slug. */
  program: string
  kind: string
  /** What the proposer says should be decided, and why. */
  recommendation: string
  /** As its kind has it (lib/domain/decision/inputs.ts). */
  input: unknown
  /** Puts this question in the place of an open one of the same kind and subject. */
  supersede?: boolean
}

/**
 * Proposes a decision (semantics 11): the question, what it asks, and a recommendation. Nobody can vote on it before
 * it is sealed. Whoever asks for a waiver or an override is refused where too few others could fill every seat.
 */
export async function proposeDecision(
  context: Context,
  actor: UserActor,
  proposal: Proposal,
): Promise<{ number: number }> {
  const recommendation = checked(field.text, proposal.recommendation, 'recommendation')
  const { kind } = proposal
  if (!isOneOf(kind, decisionKinds)) {
    throw invalid([{ path: 'kind', code: 'unknown_kind', message: 'There is no such kind of decision.' }])
  }
  // A definition is read and checked before the lock: that takes a while.
  const revision = kind === 'program_revision' ? prepareRevision(proposal.input) : null
  return inProgram(context, actor, proposal.program, async (tx, state) => {
    await permitAct(tx.client, actor, state, 'propose_decision')
    const at = { tx, state, proposer: actor.user }
    refuseUndecided(state, kind)
    const prepared: Prepared<DecisionInputs[DecisionKind]> =
      kind === 'program_revision' ? await storeRevision(at, revision) : await prepare(kind, at, proposal.input)
    await refuseLackOfOthers(tx, state, kind, actor.user)
    const superseded = await supersede(tx, actor, state, kind, prepared.subject, proposal.supersede ?? false)
    const input = { ...prepared.input } as unknown as Json
    const number = await insert(tx, actor, state, kind, prepared, recommendation, input)
    const decision = await decisionOf(tx.client, state.id, number)
    if (decision === null) throw new Error('the decision is not there')
    await writeEvent({ tx, actor, decision }, 'proposed', { kind, subject: prepared.subject })
    await prepared.attach?.(decision.id)
    const payload = { decision: decisionId(number), kind, subject: prepared.subject, inputDigest: digestOf(input) }
    const rest = [...(superseded === null ? [] : [superseded(number)]), ...(prepared.entries ?? [])]
    return { result: { number }, entries: [{ type: 'decision.proposed', payload }, ...rest] }
  })
}

function refuseUndecided(state: ProgramState, kind: DecisionKind): void {
  if (ruleFor(state, kind) !== null) return
  throw new Refusal('refused', 'not_decided_here', 'The program says nothing of how this is decided, so it cannot be.')
}

/** Asking for what one may not vote on needs enough distinct other people for every seat. */
async function refuseLackOfOthers(
  tx: Transaction,
  state: ProgramState,
  kind: DecisionKind,
  proposer: string,
): Promise<void> {
  if (askerMayVote(kind)) return
  const rule = ruleFor(state, kind)
  if (rule === null) return
  const current = await electorateNow(tx.client, state, rule, { kind, proposedBy: proposer }, tx.now)
  const lacks = lacking({ rule, benches: benches({ excluded: proposer, current }) }, true)
  if (lacks.length === 0) return
  const why = `Whoever asks for this does not vote on it, and the others are too few. ${lacks.join(' ')}`
  throw new Refusal('refused', 'not_enough_people', why)
}

/** Ends an open decision of the same kind and subject where that is asked for; else refuses beside it. */
async function supersede(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  kind: DecisionKind,
  subject: string,
  allowed: boolean,
): Promise<((by: number) => EntryDraft) | null> {
  const { rows } = await tx.client.query<{ number: number }>(
    `SELECT number FROM decision WHERE program_id = $1 AND kind = $2 AND subject = $3
       AND state IN ('proposed', 'sealed', 'stale') FOR UPDATE`,
    [state.id, kind, subject],
  )
  const [open] = rows
  if (open === undefined) return null
  if (!allowed) {
    throw new Refusal('conflict', 'already_open', `Decision ${open.number} puts this question already and is open.`)
  }
  const decision = await decisionOf(tx.client, state.id, open.number)
  if (decision === null) return null
  await tx.client.query(`UPDATE decision SET state = 'superseded', ended_at = $2 WHERE id = $1`, [
    decision.id,
    new Date(tx.now),
  ])
  await writeEvent({ tx, actor, decision }, 'superseded', {})
  const { round } = decision
  return (by) => ({
    type: 'decision.superseded',
    payload: { decision: decisionId(open.number), round, by: decisionId(by) },
  })
}

async function insert(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  kind: DecisionKind,
  { subject, title, question, deadline }: Prepared<unknown>,
  recommendation: string,
  input: Json,
): Promise<number> {
  const { rows } = await tx.client.query<{ number: number }>(
    `INSERT INTO decision (program_id, number, kind, subject, title, question, recommendation, input, proposed_by,
       proposed_at, sla, due_at, due_calendar)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
     FROM decision WHERE program_id = $1 RETURNING number`,
    [
      state.id,
      kind,
      subject,
      title,
      question,
      recommendation,
      JSON.stringify(input),
      actor.user,
      new Date(tx.now),
      deadline?.severity ?? null,
      deadline === undefined ? null : new Date(deadline.dueAt),
      deadline === undefined ? null : state.revision.compiled.program.calendar.revision,
    ],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`${actorId(actor)} proposed, and no decision was stored`)
  return row.number
}
