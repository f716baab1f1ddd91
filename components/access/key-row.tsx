'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { ConfirmDialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { KeyDto } from '@/lib/queries/keys'

export type ChangeKeys = (state: FormState, form: FormData) => Promise<FormState>

interface Props {
  passkey: KeyDto
  change: ChangeKeys
}

/** Another name for one's own key. */
export function RenameKey({ passkey, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  return (
    <details>
      <summary className="cursor-pointer text-link">Rename</summary>
      <form action={action} className="mt-2 flex flex-col gap-2">
        <Sent act="rename" passkey={passkey.id} />
        <FormMessage state={state} fields={['name']} />
        <Field
          id={`name-${passkey.id}`}
          name="name"
          label="Another name"
          maxLength={100}
          defaultValue={state.typed.name ?? passkey.name}
          fault={faultAt(state, 'name')}
          required
        />
        <div>
          <SubmitButton>Rename key</SubmitButton>
        </div>
      </form>
    </details>
  )
}

/** Ends a key for good; asks why. */
export function RevokeKey({ passkey, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  const form = `revoke-${passkey.id}`
  return (
    <ConfirmDialog
      open="Revoke"
      label={`Revoke ${passkey.name} of ${passkey.owner.name}`}
      title={`Revoke the key “${passkey.name}”?`}
      form={
        <form id={form} action={action}>
          <Sent act="revoke" passkey={passkey.id} />
          <SubmitButton kind="danger">Revoke key</SubmitButton>
        </form>
      }
    >
      <p>
        It signs nothing from now on, in any program, and its vote on a decision that is still open counts no more. What
        was decided stays decided. This cannot be undone; a new key can be enrolled.
      </p>
      <Field
        form={form}
        id={`reason-${passkey.id}`}
        name="reason"
        label="Why"
        hint="Lost, replaced, suspected; kept on record"
        maxLength={1000}
        defaultValue={state.typed.reason}
        fault={faultAt(state, 'reason')}
        required
      />
      {state.done ? null : <FormMessage state={state} fields={['reason']} />}
    </ConfirmDialog>
  )
}

/** Someone else's key: seen being enrolled, and so confirmed. */
export function ConfirmKey({ passkey, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  return (
    <form action={action} className="flex flex-col items-start gap-1">
      <Sent act="confirm" passkey={passkey.id} />
      <FormMessage state={state} />
      <SubmitButton kind="main">
        Confirm<span className="sr-only"> “{passkey.name}”</span> as {passkey.owner.name}’s key
      </SubmitButton>
    </form>
  )
}

function Sent({ act, passkey }: { act: string; passkey: string }) {
  return (
    <>
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="passkey" value={passkey} />
    </>
  )
}
