import { type UserActor, actorId } from '@/lib/auth/actor'
import { programState } from '@/lib/db/program-state'
import { asOf, type Context, type Transaction, transact } from '@/lib/db/transact'
import type { ReviewKind } from '@/lib/domain/review/agenda'
import { permitAct } from '../permit'
import { invalid, notFound, Refusal } from '../refusal'
import { drawnUp, storeItems } from './agenda'
import { lockNumbers } from './numbering'

export interface ReviewStart {
  /** The program's slug. */
  program: string
  kind: ReviewKind
  /** Why it was called, for an out-of-band review; '' for the others. */
  cause: string
}

/**
 * Starts a board review (seed 10.1): draws up its agenda from the facts of this moment and keeps it. One of a kind is
 * open at a time; an out-of-band review needs a cause, and something that calls for it.
 */
export async function startReview(
  context: Context,
  actor: UserActor,
  { program, kind, cause }: ReviewStart,
): Promise<{ number: number }> {
  const { database } = context
  const known = await programState(database, database.pool, program)
  if (known === null) throw notFound('program')
  return transact<{ number: number }>(context, { actor, program: known, lock: 'shared' }, async (begun) => {
    const state = await programState(database, begun.client, program)
    if (state === null) throw notFound('program')
    await permitAct(begun.client, actor, state, 'run_review')
    const why = causeOf(kind, cause)
    const tx = await lockNumbers(begun, state)
    await refuseSecond(tx, state.id, kind)
    const items = await drawnUp(tx, state, kind)
    if (kind === 'out_of_band' && items.length === 0) throw nothingCalls()
    const last = await tx.prisma.review.aggregate({ where: { programId: state.id }, _max: { number: true } })
    const [at, by] = [new Date(tx.now), actorId(actor)]
    const number = (last._max.number ?? 0) + 1
    const position = items.length === 0 ? 0 : 1
    const review = await tx.prisma.review.create({
      data: {
        programId: state.id,
        number,
        kind,
        state: 'open',
        cause: why,
        position,
        version: 1,
        openedAt: at,
        openedBy: by,
      },
    })
    const added = await storeItems(tx, review, items, 1)
    await tx.prisma.reviewAttendance.create({
      data: { reviewId: review.id, userId: actor.user, present: true, at, by },
    })
    return asOf(tx, {
      result: { number },
      entries: [
        { type: 'review.started', payload: { review: number, kind, items: items.length } },
        ...added,
        { type: 'review.attended', payload: { review: number, user: actor.user, present: true } },
      ],
    })
  })
}

function causeOf(kind: ReviewKind, cause: string): string | null {
  if (kind !== 'out_of_band') return null
  if (cause === '') throw invalid([{ path: 'cause', code: 'missing', message: 'Say why the board meets now.' }])
  if (cause.length > 2_000) throw invalid([{ path: 'cause', code: 'long', message: 'Say it in 2,000 characters.' }])
  return cause
}

async function refuseSecond({ prisma }: Transaction, programId: number, kind: ReviewKind): Promise<void> {
  const open = await prisma.review.findFirst({ where: { programId, kind, state: 'open' } })
  if (open === null) return
  throw new Refusal(
    'conflict',
    'review_open',
    `Review ${open.number} of this kind is open. Enter it, or close it first.`,
  )
}

const nothingCalls = (): Refusal =>
  new Refusal(
    'refused',
    'nothing_calls',
    'No incident is open and no trigger event waits for a review: nothing calls for one out of band. The weekly board can start at any time.',
  )
