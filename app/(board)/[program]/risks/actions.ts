'use server'

import { revalidatePath } from 'next/cache'
import { textOf } from '@/lib/http/form'
import { viewer } from '@/lib/http/page'
import { riskAct, type RiskFormState, submittedRisk } from '@/lib/http/risk-form'

/** One act on a risk: assign, re-score, move, report a trigger, plan, verify, evidence. */
export async function changeRisk(
  program: string,
  risk: string,
  _: RiskFormState,
  form: FormData,
): Promise<RiskFormState> {
  const { context, actor } = await viewer()
  const state = await submittedRisk(form, () => riskAct(context, actor, program, risk, form))
  if (state.done || state.version !== null) revalidatePath(`/${program}/risks`, 'layout')
  return state
}
