'use client'

import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'

export interface EnrolActs {
  begin: () => Promise<PublicKeyCredentialCreationOptionsJSON>
  enrol: (state: FormState, form: FormData) => Promise<FormState>
}

/** Enrols a key: the server's challenge, the authenticator's answer, back to the server. */
export function EnrolKey({ begin, enrol }: EnrolActs) {
  const [state, action] = useActionState(async (before: FormState, form: FormData): Promise<FormState> => {
    const name = form.get('name')
    const typed = { name: typeof name === 'string' ? name : '' }
    try {
      const { startRegistration } = await import('@simplewebauthn/browser')
      form.set('answer', JSON.stringify(await startRegistration({ optionsJSON: await begin() })))
    } catch (error) {
      return { done: false, message: refusalOf(error), faults: [], typed }
    }
    return enrol(before, form)
  }, nothingYet)
  return (
    <form action={action} className="mt-2 flex max-w-xl flex-col gap-3">
      <input type="hidden" name="act" value="enrol" />
      <FormMessage state={state} fields={['name']} />
      <Field
        name="name"
        label="Name"
        hint="What you tell it apart by: blue security key, work laptop"
        maxLength={100}
        defaultValue={state.typed.name}
        fault={faultAt(state, 'name')}
        required
      />
      <div>
        <SubmitButton kind="main">Enrol a key</SubmitButton>
      </div>
    </form>
  )
}

/** Why the browser made no key, in words. */
function refusalOf(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return 'This authenticator holds one of your keys already. Nothing was enrolled.'
  if (name === 'NotAllowedError') return 'The authenticator was not used in time, or refused. Nothing was enrolled.'
  return `Nothing was enrolled: ${error instanceof Error ? error.message : 'the browser could not ask an authenticator.'}`
}
