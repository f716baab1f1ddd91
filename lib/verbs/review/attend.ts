import { type UserActor, actorId } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { permitAct } from '../permit'
import { notFound } from '../refusal'
import { type ReviewAddress, withinReview } from './within'

export interface Attendance extends ReviewAddress {
  user: string
  present: boolean
}

/** Notes who is in the meeting, or no longer. Everyone may say it of themselves; whoever runs the review, of anyone. */
export async function attendReview(context: Context, actor: UserActor, input: Attendance): Promise<void> {
  const { user, present } = input
  await withinReview<undefined>(context, actor, input, null, async ({ prisma, client, now }, state, review) => {
    if (user !== actor.user) await permitAct(client, actor, state, 'run_review')
    const person = await prisma.user.findUnique({ where: { id: user } })
    if (person === null || person.deactivatedAt !== null) throw notFound('person')
    const last = await prisma.reviewAttendance.findFirst({
      where: { reviewId: review.id, userId: user },
      orderBy: { id: 'desc' },
    })
    if ((last?.present ?? false) === present) return { result: undefined, unchanged: true }
    await prisma.reviewAttendance.create({
      data: { reviewId: review.id, userId: user, present, at: new Date(now), by: actorId(actor) },
    })
    const payload = { review: review.number, user, present }
    return { result: undefined, entries: [{ type: 'review.attended', payload }] }
  })
}
