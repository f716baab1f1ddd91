import type pg from 'pg'
import type { UserActor } from '@/lib/auth/actor'
import { type Act, mayDo, rightsOf } from '@/lib/auth/rights'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { asOf, type Context, lockRows, type Outcome, type Transaction, transact } from '@/lib/db/transact'
import { permitAct } from '../permit'
import { notFound, Refusal } from '../refusal'

/** Which review is meant. */
export interface ReviewAddress {
  /** The program's slug. */
  program: string
  number: number
}

export interface ReviewRow {
  id: number
  number: number
  kind: 'weekly' | 'sweep' | 'out_of_band'
  cause: string | null
  position: number
  version: number
  openedAt: Date
  openedBy: string
}

/**
 * A change of an open review: its row is locked, so that changes of one meeting follow each other, and its version goes
 * up so that everyone in it sees them. Whoever comes after its closing is told so.
 */
export async function withinReview<T>(
  context: Context,
  actor: UserActor,
  { program, number }: ReviewAddress,
  acts: readonly [Act, ...Act[]] | null,
  work: (tx: Transaction, state: ProgramState, review: ReviewRow) => Promise<Outcome<T>>,
): Promise<T> {
  const { database } = context
  const known = await programState(database, database.pool, program)
  if (known === null) throw notFound('program')
  return transact<T>(context, { actor, program: known, lock: 'shared' }, async (tx) => {
    const state = await programState(database, tx.client, program)
    if (state === null) throw notFound('program')
    if (acts !== null) await permitAny(tx.client, actor, state, acts)
    const { tx: locked, review } = await lockReview(tx, state, number)
    const outcome = asOf(locked, await work(locked, state, review))
    if (!('unchanged' in outcome)) {
      await tx.client.query('UPDATE review SET version = version + 1 WHERE id = $1 AND state = $2', [review.id, 'open'])
    }
    return outcome
  })
}

/** Refuses anyone whose roles give them none of these acts, in the words of the first. */
export async function permitAny(
  client: pg.PoolClient,
  actor: UserActor,
  state: ProgramState,
  [first, ...others]: readonly [Act, ...Act[]],
): Promise<void> {
  const rights = await rightsOf(client, actor, state.id)
  const { permissions } = state.revision.compiled.program
  if (!others.some((act) => mayDo(rights, permissions, act))) await permitAct(client, actor, state, first)
}

async function lockReview(
  open: Transaction,
  state: ProgramState,
  number: number,
): Promise<{ tx: Transaction; review: ReviewRow }> {
  const { rows, tx } = await lockRows<ReviewRow & { state: string; closedAt: Date | null }>(open, {
    text: `SELECT id, number, kind, cause, position, version, opened_at AS "openedAt", opened_by AS "openedBy", state,
       closed_at AS "closedAt"
     FROM review WHERE program_id = $1 AND number = $2 FOR UPDATE`,
    values: [state.id, number],
  })
  const [row] = rows
  if (row === undefined) throw notFound('review')
  if (row.state === 'closed') {
    throw new Refusal(
      'conflict',
      'review_closed',
      `Review ${number} is closed, and its minutes are stored: it takes nothing more.`,
    )
  }
  return { tx, review: row }
}
