'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { acted } from '@/lib/http/acting'
import { type FormState, textOf } from '@/lib/http/form'
import type { StartState } from '@/components/review/start-review'
import { Refusal } from '@/lib/verbs/refusal'
import { followUpAction } from '@/lib/verbs/review/follow-up'
import { startReview } from '@/lib/verbs/review/start'

const outOfDate = (): Refusal => new Refusal('unreadable', 'unknown_act', 'The page is out of date. Reload it.')

/** Starts a review; the page then enters it. */
export async function start(program: string, _: StartState, form: FormData): Promise<StartState> {
  const started: { number: number | null } = { number: null }
  const state = await acted(form, async ({ context, actor }) => {
    const kind = z.enum(['weekly', 'sweep', 'out_of_band']).safeParse(textOf(form, 'kind'))
    if (!kind.success) throw outOfDate()
    started.number = (
      await startReview(context, actor, { program, kind: kind.data, cause: textOf(form, 'cause') })
    ).number
    return null
  })
  return { ...state, number: started.number }
}

/** Says what became of an action between two boards. */
export async function followUp(program: string, _: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    const action = z.coerce.number().int().positive().safeParse(textOf(form, 'action'))
    const result = z.enum(['done', 'dropped', 'postponed']).safeParse(textOf(form, 'result'))
    if (!action.success || !result.success) throw outOfDate()
    const said = { result: result.data, due: textOf(form, 'due'), note: textOf(form, 'note') }
    await followUpAction(context, actor, { program, action: action.data, ...said })
    return 'It is kept.'
  })
  if (state.done) revalidatePath(`/${program}/reviews`)
  return state
}
