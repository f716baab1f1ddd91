import { type UserActor, actorId } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import {
  namesById,
  openActionsOf,
  reviewAttendance,
  reviewBefore,
  reviewItems,
  reviewOutcomes,
  riskDifferences,
} from '@/lib/db/review-facts'
import type { Context, Transaction } from '@/lib/db/transact'
import { type MinutesDocument, minutesOf } from '@/lib/domain/review/minutes'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { arisen, storeItems } from './agenda'
import { type ReviewAddress, type ReviewRow, withinReview } from './within'

/** Closed with minutes of this digest; or still open, because so many items have come up that nobody has seen. */
export type Closing = { closed: true; digest: string } | { closed: false; arisen: number }

/**
 * Closes a review: its minutes are made from what was said and stored for good, their digest on the register. What has
 * come to call for the board since the agenda was drawn up is added instead, and the review stays open for it.
 */
export function closeReview(context: Context, actor: UserActor, address: ReviewAddress): Promise<Closing> {
  return withinReview<Closing>(context, actor, address, ['run_review'], async (tx, state, review) => {
    const { items, next } = await arisen(tx, state, review)
    const [first, ...others] = await storeItems(tx, review, items, next)
    if (first !== undefined) {
      if (review.position === 0) await tx.prisma.review.update({ where: { id: review.id }, data: { position: next } })
      return { result: { closed: false, arisen: items.length }, entries: [first, ...others] }
    }
    const minutes = await minutesFor(tx, actor, state, review)
    const canonical = Buffer.from(canonicalJson(minutes as unknown as Json))
    const digest = sha256(canonical)
    const [closedAt, closedBy] = [new Date(tx.now), actorId(actor)]
    await tx.prisma.reviewMinutes.create({ data: { reviewId: review.id, canonical, digest, createdAt: closedAt } })
    await tx.prisma.review.update({
      where: { id: review.id },
      data: { state: 'closed', closedAt, closedBy, version: { increment: 1 } },
    })
    const outcomes = minutes.items.reduce((count, item) => count + item.outcomes.length, 0)
    const hex = digest.toString('hex')
    return {
      result: { closed: true, digest: hex },
      entries: [
        {
          type: 'review.closed',
          payload: { review: review.number, digest: hex, outcomes, passedOver: minutes.passedOver.length },
        },
      ],
    }
  })
}

async function minutesFor(
  { client, now }: Transaction,
  actor: UserActor,
  state: ProgramState,
  review: ReviewRow,
): Promise<MinutesDocument> {
  const { program } = state.revision.compiled
  const names = await namesById(client)
  const named = (id: string) => ({ id, name: names.get(id.replace(/^user:/, '')) ?? id })
  const openedAt = review.openedAt.getTime()
  const previous = await reviewBefore(client, state.id, openedAt)
  const attendance = await reviewAttendance(client, state.id, review.id)
  const titleOf = (role: string): string => program.roles.find(({ id }) => id === role)?.title ?? role
  return minutesOf({
    program: { id: state.slug, title: program.title, zone: program.zone },
    revision: { number: state.revision.number, digest: state.revision.digest },
    review: {
      number: review.number,
      kind: review.kind,
      cause: review.cause,
      openedAt,
      openedBy: named(review.openedBy),
      closedAt: now,
      closedBy: named(actorId(actor)),
    },
    previous,
    attendance: attendance.map(({ user, name, roles, from, until }) => ({
      person: { id: `user:${user}`, name },
      roles: roles.map(titleOf),
      from,
      until,
    })),
    changes: previous === null ? [] : await riskDifferences(client, state.id, previous.closedAt, now),
    items: await reviewItems(client, review.id),
    outcomes: await reviewOutcomes(client, review.id),
    openActions: await openActionsOf(client, state.id),
    names,
  })
}
