'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { EvidenceFields, evidenceFaults } from '@/components/ui/evidence-fields'
import { Select, TextArea } from '@/components/ui/form'
import { Inspector } from '@/components/ui/inspector'
import type { FormState } from '@/lib/http/form'
import type { DeclarableDto } from '@/lib/queries/incidents'

interface Props {
  choices: DeclarableDto
  closeHref: string
  declare: (state: FormState, form: FormData) => Promise<FormState>
}

/** A member says that a kill criterion or a rollback trigger is met, with evidence. */
export function DeclarePanel({ choices, closeHref, declare }: Props) {
  const [state, action] = useActionState(declare, nothingYet)
  return (
    <Inspector title="Declare an incident" closeHref={closeHref}>
      <p>
        The phase is stopped at once and nothing can be promoted until a decision ends the incident. A false alarm is
        dismissed by the council, and stays on record.
      </p>
      <form action={action} className="mt-4 flex flex-col gap-4" noValidate>
        <Select
          key={state.typed.criterion}
          name="criterion"
          label="What is met"
          defaultValue={state.typed.criterion ?? ''}
          fault={faultAt(state, 'criterion')}
        >
          <option value="" disabled>
            Choose
          </option>
          <optgroup label="Kill criteria">
            {choices.killCriteria.map(({ id, text }) => (
              <option key={id} value={id}>
                {text}
              </option>
            ))}
          </optgroup>
          <optgroup label="Rollback triggers">
            {choices.rollbackTriggers.map(({ id, text }) => (
              <option key={id} value={id}>
                {text}
              </option>
            ))}
          </optgroup>
        </Select>
        <TextArea
          name="statement"
          label="What was seen"
          rows={4}
          defaultValue={state.typed.statement}
          fault={faultAt(state, 'statement')}
        />
        <EvidenceFields shows={['Evidence']} state={state} />
        <FormMessage state={state} fields={['criterion', 'statement', ...evidenceFaults(1)]} />
        <div>
          <SubmitButton kind="danger">Declare and stop the phase</SubmitButton>
        </div>
      </form>
    </Inspector>
  )
}
