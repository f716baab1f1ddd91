'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { ConfirmDialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { StandingDto } from '@/lib/queries/decision-dto'

export type EndAct = (state: FormState, form: FormData) => Promise<FormState>

const consequences: Record<StandingDto['kind'], string> = {
  waiver: 'What it covers counts again at once, on the scoreboard and in the gates.',
  plan: 'Its metric stands without a plan at once, and a gate that asks for one is not met.',
  debt: 'Its surface stands without replay proof and without a debt at once, and a gate that asks for either is not met.',
}

/** Ends a waiver, a plan or a debt before its time; asks why. */
export function EndStanding({ standing: { kind, id, target }, end }: { standing: StandingDto; end: EndAct }) {
  const [state, action] = useActionState(end, nothingYet)
  const form = `end-${kind}-${id}`
  return (
    <ConfirmDialog
      open="End early"
      label={`End early: ${kind} of ${target}`}
      title={`End the ${kind} of ${target}?`}
      form={
        <form id={form} action={action}>
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="id" value={id} />
          <SubmitButton kind="danger">{`End ${kind}`}</SubmitButton>
        </form>
      }
    >
      <p>{consequences[kind]} It stays on record. This cannot be undone; another decision can open one anew.</p>
      <Field
        form={form}
        id={`reason-${kind}-${id}`}
        name="reason"
        label="Why"
        maxLength={4000}
        defaultValue={state.typed.reason}
        fault={faultAt(state, 'reason')}
        required
      />
      {state.done ? null : <FormMessage state={state} fields={['reason']} />}
    </ConfirmDialog>
  )
}
