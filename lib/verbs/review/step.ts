import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { notFound } from '../refusal'
import { type ReviewAddress, withinReview } from './within'

export interface ReviewStep extends ReviewAddress {
  /** Ordinal of the item to stand at. Two who go on at once both say the same item, and the board goes on by one. */
  item: number
}

/** Takes the board to an item; whoever is in the meeting goes along, and it resumes there. */
export async function stepReview(context: Context, actor: UserActor, input: ReviewStep): Promise<void> {
  const { item } = input
  await withinReview<undefined>(context, actor, input, ['run_review'], async ({ prisma }, _, review) => {
    const there = await prisma.reviewItem.findUnique({
      where: { reviewId_ordinal: { reviewId: review.id, ordinal: item } },
    })
    if (there === null) throw notFound('item')
    if (review.position === item) return { result: undefined, unchanged: true }
    await prisma.review.update({ where: { id: review.id }, data: { position: item } })
    return { result: undefined, entries: [{ type: 'review.stepped', payload: { review: review.number, item } }] }
  })
}
