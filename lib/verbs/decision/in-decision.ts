import { type Actor, actorId } from '@/lib/auth/actor'
import { decisionOf, type StoredDecision } from '@/lib/db/decisions'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type Context, type Outcome, type Transaction, transact } from '@/lib/db/transact'
import { decisionId, isOpen } from '@/lib/domain/decision/kinds'
import type { Json } from '@/lib/register/canonical'
import { digestOf } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { notFound, Refusal } from '../refusal'

export interface DecisionInput {
  /** The program's slug. */
  program: string
  /** The decision's number in it. */
  decision: number
}

/** A decision under the program's exclusive lock, its row locked. */
export interface DecisionTransaction {
  tx: Transaction
  actor: Actor
  state: ProgramState
  decision: StoredDecision
}

/** Runs `work` on one decision under the program's exclusive lock (semantics 11). */
export async function inDecision<T>(
  context: Context,
  actor: Actor,
  input: DecisionInput,
  work: (at: DecisionTransaction) => Promise<Outcome<T>>,
): Promise<T> {
  return inProgram(context, actor, input.program, async (tx, state) => {
    const decision = await decisionOf(tx.client, state.id, input.decision, true)
    if (decision === null) throw notFound('decision')
    return work({ tx, actor, state, decision })
  })
}

/** Runs `work` on one program under its exclusive lock. */
export async function inProgram<T>(
  context: Context,
  actor: Actor,
  slug: string,
  work: (tx: Transaction, state: ProgramState) => Promise<Outcome<T>>,
): Promise<T> {
  const { database } = context
  const known = await programState(database, database.pool, slug)
  if (known === null) throw notFound('program')
  return transact<T>(context, { actor, program: known, lock: 'exclusive' }, async (tx) => {
    const state = await programState(database, tx.client, slug)
    if (state === null) throw notFound('program')
    return work(tx, state)
  })
}

/** Refuses a decision that has ended, in the words of its state. */
export function refuseEnded({ state, outcome, number }: StoredDecision): void {
  if (isOpen(state)) return
  const how = state === 'decided' ? `decided: ${outcome}` : state
  throw new Refusal('conflict', 'ended', `Decision ${number} has ended: it was ${how}.`)
}

/** Appends to a decision's history. The row's lock keeps the order. */
export async function writeEvent(
  { tx, actor, decision }: Omit<DecisionTransaction, 'state'>,
  type: string,
  body: Json,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO decision_event (decision_id, sequence, type, at, by, body)
     SELECT $1, coalesce(max(sequence), 0) + 1, $2, $3, $4, $5 FROM decision_event WHERE decision_id = $1`,
    [decision.id, type, new Date(tx.now), actorId(actor), JSON.stringify(body)],
  )
}

/** Makes a sealed decision stale, naming what changed; its votes stay on record and count no more. */
export async function makeStale(
  at: Omit<DecisionTransaction, 'state'>,
  packet: string,
  changes: readonly string[],
): Promise<EntryDraft> {
  const { tx, decision } = at
  await tx.client.query(`UPDATE decision SET state = 'stale' WHERE id = $1`, [decision.id])
  await writeEvent(at, 'stale', { round: decision.round, changes })
  const payload = {
    decision: decisionId(decision.number),
    round: decision.round,
    packet,
    changesDigest: digestOf(changes),
  }
  return { type: 'decision.stale', payload }
}
