'use server'

import { randomUUID } from 'node:crypto'
import { acted } from '@/lib/http/acting'
import { type RecordState, recordedSample } from '@/lib/http/record-form'
import { recordable } from '@/lib/queries/recordable'
import { Refusal } from '@/lib/verbs/refusal'
import { recordSample } from '@/lib/verbs/upload/record-sample'

export async function record(program: string, _: RecordState, form: FormData): Promise<RecordState> {
  const outcome: { answer: RecordState['answer']; key?: string } = { answer: null }
  const state = await acted(form, async ({ context, actor }) => {
    const { zone } = await recordable(context, actor, program)
    try {
      outcome.answer = await recordSample(context, actor, recordedSample(form, program, zone))
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'key_reused')) throw error
      // The browser went back to a form that was sent: what it says now is another sample.
      outcome.key = randomUUID()
      throw new Refusal(
        'conflict',
        error.code,
        'This form has recorded a sample before. Check it, then record another.',
      )
    }
    return null
  })
  const { answer, key } = outcome
  return { ...state, answer, typed: key === undefined ? state.typed : { ...state.typed, key } }
}
