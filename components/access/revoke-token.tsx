'use client'

import { useActionState } from 'react'
import { FormMessage, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { ConfirmDialog } from '@/components/ui/dialog'
import type { FormState } from '@/lib/http/form'
import type { TokenDto } from '@/lib/queries/tokens'

interface Props {
  token: TokenDto
  revoke: (state: FormState, form: FormData) => Promise<FormState>
}

export function RevokeToken({ token, revoke }: Props) {
  const [state, action] = useActionState(revoke, nothingYet)
  return (
    <ConfirmDialog
      open="Revoke"
      label={`Revoke ${token.name}`}
      title={`Revoke the token “${token.name}”?`}
      form={
        <form action={action}>
          <input type="hidden" name="token" value={token.id} />
          <SubmitButton kind="danger">Revoke token</SubmitButton>
        </form>
      }
    >
      <p>
        Whoever uses <code>{token.hint}…</code> is refused from their next request on. What it has uploaded stays. This
        cannot be undone; a new token can be made.
      </p>
      {state.done ? null : <FormMessage state={state} />}
    </ConfirmDialog>
  )
}
