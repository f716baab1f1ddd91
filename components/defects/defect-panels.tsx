'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { EvidenceFields, evidenceFaults } from '@/components/ui/evidence-fields'
import { Field, Select, TextArea } from '@/components/ui/form'
import { Inspector } from '@/components/ui/inspector'
import type { FormState } from '@/lib/http/form'
import type { DefectDto, DefectsDto } from '@/lib/queries/defects'

interface Props {
  closeHref: string
  change: (state: FormState, form: FormData) => Promise<FormState>
}

export function RecordPanel({ list, closeHref, change }: Props & { list: DefectsDto }) {
  const [state, action] = useActionState(change, nothingYet)
  const { typed } = state
  const fields = ['defect', 'title', 'kind', 'severity', 'surface', 'openedAt', ...evidenceFaults(1)]
  return (
    <Inspector title="Record a defect" closeHref={closeHref}>
      <form action={action} className="flex flex-col gap-4" noValidate>
        <input type="hidden" name="act" value="record" />
        <Field
          name="defect"
          label="Id"
          hint="What its tracker calls it"
          defaultValue={typed.defect}
          fault={faultAt(state, 'defect')}
          required
        />
        <Field name="title" label="What is wrong" defaultValue={typed.title} fault={faultAt(state, 'title')} required />
        <Select
          key={`kind ${typed.kind}`}
          name="kind"
          label="Kind"
          defaultValue={typed.kind}
          fault={faultAt(state, 'kind')}
        >
          <Options all={list.kinds} />
        </Select>
        <Select
          key={`severity ${typed.severity}`}
          name="severity"
          label="Severity"
          defaultValue={typed.severity}
          fault={faultAt(state, 'severity')}
        >
          <Options all={list.severities} />
        </Select>
        <Select
          key={`surface ${typed.surface}`}
          name="surface"
          label="Surface"
          defaultValue={typed.surface ?? ''}
          fault={faultAt(state, 'surface')}
        >
          <option value="">on none named</option>
          <Options all={list.surfaces.map((id) => ({ id, title: id }))} />
        </Select>
        <Field
          type="date"
          name="openedAt"
          label="Found on"
          defaultValue={typed.openedAt}
          fault={faultAt(state, 'openedAt')}
          required
        />
        <EvidenceFields shows={['Evidence']} state={state} />
        <FormMessage state={state} fields={fields} />
        <div>
          <SubmitButton kind="main">Record defect</SubmitButton>
        </div>
      </form>
    </Inspector>
  )
}

const Options = ({ all }: { all: readonly { id: string; title: string }[] }) =>
  all.map(({ id, title }) => (
    <option key={id} value={id}>
      {title}
    </option>
  ))

export function ResolvePanel({ defect, closeHref, change }: Props & { defect: DefectDto }) {
  const [state, action] = useActionState(change, nothingYet)
  return (
    <Inspector title={`Resolve ${defect.id}`} closeHref={closeHref}>
      <p>{defect.title}</p>
      <form action={action} className="mt-4 flex flex-col gap-4" noValidate>
        <input type="hidden" name="act" value="resolve" />
        <input type="hidden" name="defect" value={defect.id} />
        <TextArea
          name="note"
          label="How it was resolved"
          defaultValue={state.typed.note}
          fault={faultAt(state, 'note')}
        />
        <EvidenceFields shows={['Evidence']} state={state} />
        <FormMessage state={state} fields={['note', ...evidenceFaults(1)]} />
        <div>
          <SubmitButton kind="main">Resolve {defect.id}</SubmitButton>
        </div>
      </form>
    </Inspector>
  )
}

export function ConfirmPanel({ closeHref, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  return (
    <Inspector title="Confirm the list is complete" closeHref={closeHref}>
      <p>You say that the defects recorded by hand are all there are. It counts for 8 days, like a list from CI.</p>
      <form action={action} className="mt-4 flex flex-col gap-4" noValidate>
        <input type="hidden" name="act" value="confirm" />
        <EvidenceFields shows={['Where the tracker can be looked into']} state={state} />
        <FormMessage state={state} fields={evidenceFaults(1)} />
        <div>
          <SubmitButton kind="main">Confirm</SubmitButton>
        </div>
      </form>
    </Inspector>
  )
}
