import { z } from 'zod'
import { storedMinutes } from '@/lib/db/review-facts'
import type { MinutesInput } from '@/lib/domain/decision/inputs'
import { reviewTitle } from '@/lib/domain/review/agenda'
import { sha256 } from '@/lib/register/digest'
import { invalid } from '../refusal'
import { checked, field } from './fields'
import type { Prepared, Proposing } from './prepared'

const schema = z.strictObject({
  board: field.number.nullish(),
  review: field.id.nullish(),
  text: field.long.nullish(),
})

/** Minutes to be signed: those that a closed board review left here (semantics 10), or a text of a meeting elsewhere. */
export async function prepareMinutes({ tx, state }: Proposing, input: unknown): Promise<Prepared<MinutesInput>> {
  const { board, review, text } = checked(schema, input, 'input.')
  if (board != null) {
    if (review != null || text != null) {
      throw invalid([{ path: 'input.text', code: 'excess', message: 'A board review has its own minutes.' }])
    }
    const minutes = await storedMinutes(tx.client, state.id, board)
    if (minutes === null) {
      const message = `Review ${board} has no minutes: it is not there, or not closed.`
      throw invalid([{ path: 'input.board', code: 'no_minutes', message }])
    }
    const name = reviewTitle(minutes.kind, board)
    return {
      subject: `board review ${board}`,
      title: `Minutes of ${name}`,
      question: `Are these the minutes of ${name}?`,
      input: { board, digest: minutes.digest },
    }
  }
  const asked = checked(z.object({ review: field.id, text: field.long }), { review, text }, 'input.')
  return {
    subject: asked.review,
    title: `Minutes of ${asked.review}`,
    question: `Are these the minutes of ${asked.review}?`,
    input: { ...asked, digest: sha256(asked.text).toString('hex') },
  }
}
