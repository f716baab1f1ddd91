'use server'

import { revalidatePath } from 'next/cache'
import { acted } from '@/lib/http/acting'
import { type FormState, textOf } from '@/lib/http/form'
import { pointersOf } from '@/lib/http/pointer-form'
import { declareIncident } from '@/lib/verbs/incident/declare'

/** Someone declares a kill criterion or a rollback trigger. */
export async function declare(program: string, _: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    const { incident, opened } = await declareIncident(context, actor, {
      program,
      criterion: textOf(form, 'criterion'),
      statement: textOf(form, 'statement'),
      evidence: pointersOf(form),
    })
    return opened
      ? `Incident ${incident} is open. The phase is stopped.`
      : `Incident ${incident} was open already: what you saw is added to it.`
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return state
}
