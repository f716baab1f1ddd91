'use server'

import { redirect } from 'next/navigation'
import { acted } from '@/lib/http/acting'
import { type FormState, textOf } from '@/lib/http/form'
import { claimSetupCode } from '@/lib/verbs/person/claim-setup-code'

export async function claim(_: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    await claimSetupCode(context, actor, textOf(form, 'code'))
    return null
  })
  if (state.done) redirect('/')
  return state
}
