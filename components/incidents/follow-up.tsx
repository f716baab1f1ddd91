'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { EvidenceFields, evidenceFaults } from '@/components/ui/evidence-fields'
import { TextArea } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'

interface Props {
  kind: 'evidence' | 'post_mortem'
  act: (state: FormState, form: FormData) => Promise<FormState>
}

/** Further evidence of an open incident, or the post-mortem of one that ended by a rollback. */
export function FollowUp({ kind, act }: Props) {
  const [state, action] = useActionState(act, nothingYet)
  const evidence = kind === 'evidence'
  return (
    <section className="no-print mt-6 max-w-xl" aria-labelledby={kind}>
      <h2 id={kind}>{evidence ? 'Add evidence' : 'Record the post-mortem'}</h2>
      <form action={action} className="mt-2 flex flex-col gap-4" noValidate>
        <input type="hidden" name="act" value={kind} />
        {evidence ? (
          <TextArea
            name="statement"
            label="What it shows"
            rows={3}
            defaultValue={state.typed.statement}
            fault={faultAt(state, 'statement')}
          />
        ) : null}
        <EvidenceFields shows={[evidence ? 'Evidence' : 'Where the post-mortem is']} state={state} />
        <FormMessage state={state} fields={['statement', ...evidenceFaults(1)]} />
        <div>
          <SubmitButton kind="main">{evidence ? 'Add evidence' : 'Record post-mortem'}</SubmitButton>
        </div>
      </form>
    </section>
  )
}
