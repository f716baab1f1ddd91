'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { acted, sender } from '@/lib/http/acting'
import { type FormState, textOf } from '@/lib/http/form'
import { numberOf, riskAct, type RiskFormState, submittedRisk } from '@/lib/http/risk-form'
import { withWording } from '@/lib/http/risk-wording'
import { addRisk } from '@/lib/verbs/risk/add'

/** Adds a risk and goes to its page. */
export async function addRiskByForm(program: string, _: FormState, form: FormData): Promise<FormState> {
  const risk = textOf(form, 'risk')
  const score = { likelihood: numberOf(form, 'likelihood'), impact: numberOf(form, 'impact') }
  const state = await acted(form, async ({ context, actor }) => {
    await withWording(form, (words) => addRisk(context, actor, { program, risk, ...score, ...words }))
    return null
  })
  if (!state.done) return state
  revalidatePath(`/${program}/risks`, 'layout')
  redirect(`/${program}/risks/${risk}`)
}

/** One act on a risk: assign, re-score, move, report a trigger, plan, verify, evidence, edit. */
export async function changeRisk(
  program: string,
  risk: string,
  _: RiskFormState,
  form: FormData,
): Promise<RiskFormState> {
  const state = await submittedRisk(form, async () => {
    const { context, actor } = await sender()
    return riskAct(context, actor, program, risk, form)
  })
  if (state.done || state.version !== null) revalidatePath(`/${program}/risks`, 'layout')
  return state
}
