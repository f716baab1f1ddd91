'use client'

import { useActionState, useEffect, useRef, useState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { RiskChoicesDto } from '@/lib/queries/new-risk'
import { ScaleSelects } from './act-fields'
import { WORDING_FIELDS, WordingFields } from './wording-fields'

interface Props {
  choices: RiskChoicesDto
  add: (state: FormState, form: FormData) => Promise<FormState>
}

/** Adds a risk; its id is proposed by its category and may be another. */
export function AddRiskForm({ choices, add }: Props) {
  const [state, action] = useActionState(add, nothingYet)
  const [category, setCategory] = useState('')
  const [key, setKey] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!state.done) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [state])
  const { typed } = state
  const fault = (name: string): string | undefined => faultAt(state, name)
  const proposed = choices.categories.find(({ title }) => title === category)?.nextKey ?? ''
  return (
    <form ref={form} action={action} className="mt-4 flex max-w-2xl flex-col gap-4" noValidate>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="category"
          label="Category"
          list="categories"
          hint="One of those in use, or a new one."
          fault={fault('category')}
          value={category}
          onChange={(event) => setCategory(event.target.value)}
          autoComplete="off"
        />
        <datalist id="categories">
          {choices.categories.map(({ title }) => (
            <option key={title} value={title} />
          ))}
        </datalist>
        <Field
          name="risk"
          label="Id"
          hint="Proposed by the category; it never changes."
          fault={fault('risk')}
          value={key ?? proposed}
          onChange={(event) => setKey(event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <ScaleSelects typed={typed} fault={fault} scale={choices.scale} now={null} />
      <WordingFields typed={typed} fault={fault} choices={choices} sent={state.message !== null} />
      <FormMessage state={state} fields={['category', 'risk', 'likelihood', 'impact', ...WORDING_FIELDS]} />
      <div>
        <SubmitButton kind="main">Add risk</SubmitButton>
      </div>
    </form>
  )
}
