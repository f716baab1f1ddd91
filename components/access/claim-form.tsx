'use client'

import { useActionState } from 'react'
import { FormMessage, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'

export function ClaimForm({ claim }: { claim: (state: FormState, form: FormData) => Promise<FormState> }) {
  const [state, action] = useActionState(claim, nothingYet)
  return (
    <form action={action} className="mt-6 flex flex-col gap-3">
      <Field name="code" label="Code" autoComplete="one-time-code" defaultValue={state.typed.code} required />
      <FormMessage state={state} />
      <SubmitButton kind="main">Become administrator</SubmitButton>
    </form>
  )
}
