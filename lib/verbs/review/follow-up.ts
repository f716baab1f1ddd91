import { type UserActor, actorId } from '@/lib/auth/actor'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type Context, lockRows, type Transaction, transact } from '@/lib/db/transact'
import type { FollowUpResult, Outcome } from '@/lib/domain/review/outcome'
import { isDay } from '@/lib/domain/review/schedule'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { type InputFault, invalid, notFound, Refusal } from '../refusal'
import { permitAny } from './within'

export interface FollowUp {
  result: FollowUpResult
  /** The new day, for one that is postponed: `2026-11-26` in the program's zone. */
  due: string
  note: string
}

/** Follows up an open action outside a review. Whoever runs reviews or manages risks may, and the one who owes it. */
export async function followUpAction(
  context: Context,
  actor: UserActor,
  { program, action, ...said }: FollowUp & { program: string; action: number },
): Promise<void> {
  const { database } = context
  const known = await programState(database, database.pool, program)
  if (known === null) throw notFound('program')
  await transact<undefined>(context, { actor, program: known, lock: 'shared' }, async (tx) => {
    const state = await programState(database, tx.client, program)
    if (state === null) throw notFound('program')
    const owner = await tx.prisma.reviewAction.findUnique({
      where: { programId_number: { programId: state.id, number: action } },
      select: { ownerId: true },
    })
    if (owner?.ownerId !== actor.user) await permitAny(tx.client, actor, state, ['run_review', 'manage_risk'])
    const entry = await followUp(tx, actor, state, action, said, async () => null)
    return { result: undefined, entries: [entry] }
  })
}

/**
 * Stores what became of an action; refuses one that is no longer open. `remember` stores the outcome of the review that
 * asked, and answers its id; null outside one.
 */
export async function followUp(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  number: number,
  { result, due, note }: FollowUp,
  remember: (outcome: Outcome) => Promise<number | null>,
): Promise<EntryDraft> {
  const { rows, tx: locked } = await lockRows<{ id: number; state: string; due: string }>(tx, {
    text: 'SELECT id, state, due::text AS due FROM review_action WHERE program_id = $1 AND number = $2 FOR UPDATE',
    values: [state.id, number],
  })
  const [action] = rows
  if (action === undefined) throw notFound('action')
  if (action.state !== 'open') {
    throw new Refusal('conflict', 'action_ended', `Action ${number} is ${action.state}; nothing more is owed.`)
  }
  const until = result === 'postponed' ? due : action.due
  const faults = faultsOf({ result, due, note }, action.due)
  if (faults.length > 0) throw invalid(faults)
  const [at, by] = [new Date(locked.now), actorId(actor)]
  const outcomeId = await remember({ type: 'follow_up', action: number, result, before: action.due, due: until, note })
  const stored = await tx.prisma.actionFollowUp.create({
    data: {
      actionId: action.id,
      outcomeId,
      result,
      dueBefore: new Date(action.due),
      due: new Date(until),
      note,
      at,
      by,
    },
  })
  const ended = result === 'done' || result === 'dropped'
  await tx.prisma.reviewAction.update({
    where: { id: action.id },
    data: ended ? { state: result, endedAt: at, endedBy: by } : { due: new Date(until) },
  })
  const noteDigest = sha256(note).toString('hex')
  return {
    type: 'action.followed_up',
    at: locked.now,
    payload: { action: number, followUp: stored.id, result, due: until, noteDigest },
  }
}

function faultsOf({ result, due, note }: FollowUp, before: string): InputFault[] {
  const faults: InputFault[] = []
  if (result === 'postponed' && !isDay(due)) faults.push({ path: 'due', code: 'day', message: 'Choose the new day.' })
  if (result === 'postponed' && due === before) {
    faults.push({ path: 'due', code: 'same', message: 'That is the day it has.' })
  }
  if (note === '' && (result === 'dropped' || result === 'postponed')) {
    faults.push({ path: 'note', code: 'missing', message: 'Say why.' })
  }
  if (note.length > 2_000) faults.push({ path: 'note', code: 'long', message: 'Say it in 2,000 characters.' })
  return faults
}
