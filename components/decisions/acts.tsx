'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { ConfirmDialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { DecisionDto } from '@/lib/queries/decision-dto'

type Act = (state: FormState, form: FormData) => Promise<FormState>

/** Seals the packet as things stand, or says what stands against it. */
export function SealPacket({ decision, seal }: { decision: DecisionDto; seal: Act }) {
  const [state, action] = useActionState(seal, nothingYet)
  const { sealingNeeds, round, state: stands } = decision
  return (
    <form action={action} className="mt-3 flex flex-col items-start gap-2">
      {sealingNeeds.length === 0 || state.message !== null ? null : (
        <div className="border-l-2 border-stop pl-3">
          <p>It cannot be sealed as things stand:</p>
          <ul className="list-inside list-disc">
            {sealingNeeds.map((need) => (
              <li key={need}>{need}</li>
            ))}
          </ul>
        </div>
      )}
      <FormMessage state={state} fields={['decision']} />
      <SubmitButton kind="main">
        {stands === 'proposed' ? 'Seal packet' : `Seal packet for round ${round + 1}`}
      </SubmitButton>
    </form>
  )
}

/** Takes an open decision back. */
export function Withdraw({ decision, withdraw }: { decision: DecisionDto; withdraw: Act }) {
  const [state, action] = useActionState(withdraw, nothingYet)
  return (
    <ConfirmDialog
      open="Withdraw decision"
      title={`Withdraw D-${decision.number} ${decision.title}?`}
      form={
        <form id="withdraw" action={action}>
          <SubmitButton kind="danger">Withdraw decision</SubmitButton>
        </form>
      }
    >
      <p>Nobody votes on it any more. It stays on record, with its packets and votes. The question can be put anew.</p>
      <Field
        form="withdraw"
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
