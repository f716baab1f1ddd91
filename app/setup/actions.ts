'use server'

import { redirect } from 'next/navigation'
import { type FormState, submitted, textOf } from '@/lib/http/form'
import { viewer } from '@/lib/http/page'
import { claimSetupCode } from '@/lib/verbs/person/claim-setup-code'

export async function claim(_: FormState, form: FormData): Promise<FormState> {
  const { context, actor } = await viewer()
  const state = await submitted(form, async () => {
    await claimSetupCode(context, actor, textOf(form, 'code'))
    return null
  })
  if (state.done) redirect('/')
  return state
}
