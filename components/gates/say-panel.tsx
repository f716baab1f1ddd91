'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { EvidenceFields, evidenceFaults } from '@/components/ui/evidence-fields'
import { Field, Select, TextArea } from '@/components/ui/form'
import { Inspector } from '@/components/ui/inspector'

import type { FormState } from '@/lib/http/form'
import type { AskDto, AttestationDto } from '@/lib/queries/gate-page'

interface Props {
  act: (state: FormState, form: FormData) => Promise<FormState>
  closeHref: string
}

/** Someone with the role attests a criterion, or enters a record of it. */
export function SayPanel({ ask, text, act, closeHref }: Props & { ask: AskDto; text: string }) {
  const [state, action] = useActionState(act, nothingYet)
  const attests = ask.kind === 'attested'
  const shows = attests ? ask.shows : ['Where it can be looked up']
  return (
    <Inspector title={attests ? 'Attest' : `Enter a record of ${ask.system}`} closeHref={closeHref}>
      <p>{text}</p>
      <p className="mt-1 text-soft">It is said under your name and role, and stays on record if you withdraw it.</p>
      <form action={action} className="mt-4 flex flex-col gap-4" noValidate>
        <input type="hidden" name="act" value={ask.kind} />
        <input type="hidden" name="criterion" value={ask.criterion} />
        <Select
          key={state.typed.role}
          name="role"
          label="As"
          defaultValue={state.typed.role}
          fault={faultAt(state, 'role')}
        >
          {ask.roles.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
        {attests ? null : (
          <Field
            name="recordId"
            label="Record id"
            hint="What the record is called there"
            defaultValue={state.typed.recordId}
            fault={faultAt(state, 'recordId')}
            required
          />
        )}
        <EvidenceFields shows={shows} state={state} />
        {ask.command ? (
          <TextArea
            name="command"
            label="The exact command"
            rows={3}
            defaultValue={state.typed.command}
            fault={faultAt(state, 'command')}
          />
        ) : null}
        <FormMessage state={state} fields={['role', 'recordId', 'command', ...evidenceFaults(shows.length)]} />
        <div>
          <SubmitButton kind="main">{attests ? 'Attest' : 'Enter record'}</SubmitButton>
        </div>
      </form>
    </Inspector>
  )
}

export function WithdrawPanel({ attestation, act, closeHref }: Props & { attestation: AttestationDto }) {
  const [state, action] = useActionState(act, nothingYet)
  return (
    <Inspector title={`Withdraw ${attestation.criterion}`} closeHref={closeHref}>
      <p>
        By {attestation.person} as {attestation.roleTitle}. It counts no more from then on, and stays on record with
        your reason.
      </p>
      <form action={action} className="mt-4 flex flex-col gap-4" noValidate>
        <input type="hidden" name="act" value="withdraw" />
        <input type="hidden" name="attestation" value={attestation.id} />
        <TextArea name="reason" label="Why" defaultValue={state.typed.reason} fault={faultAt(state, 'reason')} />
        <FormMessage state={state} fields={['reason']} />
        <div>
          <SubmitButton kind="danger">Withdraw</SubmitButton>
        </div>
      </form>
    </Inspector>
  )
}
