import { agendaFacts } from '@/lib/db/agenda-facts'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { type AgendaItem, agenda, type ReviewKind } from '@/lib/domain/review/agenda'
import { digestOf } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'

/** The agenda of a review as the facts stand in this transaction. */
export async function drawnUp(tx: Transaction, state: ProgramState, kind: ReviewKind): Promise<AgendaItem[]> {
  return agenda(kind, await agendaFacts(tx.client, state, tx.now), tx.now)
}

/** Stores items of an agenda from an ordinal on; the entries say what each of them held. */
export async function storeItems(
  tx: Transaction,
  review: { id: number; number: number },
  items: readonly AgendaItem[],
  from: number,
): Promise<EntryDraft[]> {
  const rows = items.map((item, index) => ({ ...item, ordinal: from + index }))
  await tx.prisma.reviewItem.createMany({
    data: rows.map((row) => ({ ...row, facts: { ...row.facts }, reviewId: review.id, addedAt: new Date(tx.now) })),
  })
  return rows.map(({ ordinal, subject, key, title, reasons, facts }) => ({
    type: 'review.item_added',
    payload: {
      review: review.number,
      item: ordinal,
      subject,
      digest: digestOf({ facts: { ...facts }, key, reasons, subject, title }),
    },
  }))
}

/**
 * What calls for the board since the agenda was drawn up. Actions of this very meeting are not followed up in it: those
 * of earlier ones were there from the start.
 */
export async function arisen(
  tx: Transaction,
  state: ProgramState,
  review: { id: number; kind: ReviewKind },
): Promise<{ items: AgendaItem[]; next: number }> {
  const there = await tx.prisma.reviewItem.findMany({
    where: { reviewId: review.id },
    select: { subject: true, key: true, ordinal: true },
  })
  const known = new Set(there.map(({ subject, key }) => `${subject} ${key}`))
  const now = await drawnUp(tx, state, review.kind)
  return {
    items: now.filter(({ subject, key }) => subject !== 'action' && !known.has(`${subject} ${key}`)),
    next: there.reduce((last, { ordinal }) => Math.max(last, ordinal), 0) + 1,
  }
}
