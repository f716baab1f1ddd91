import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { arisen, storeItems } from './agenda'
import { type ReviewAddress, withinReview } from './within'

/** Adds to an open review's agenda what has come to call for the board since it was drawn up; answers how many items. */
export function addArisen(context: Context, actor: UserActor, address: ReviewAddress): Promise<number> {
  return withinReview<number>(context, actor, address, ['run_review', 'manage_risk'], async (tx, state, review) => {
    const { items, next } = await arisen(tx, state, review)
    const [first, ...others] = await storeItems(tx, review, items, next)
    if (first === undefined) return { result: 0, unchanged: true }
    if (review.position === 0) await tx.prisma.review.update({ where: { id: review.id }, data: { position: next } })
    return { result: items.length, entries: [first, ...others] }
  })
}
