'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field, Select } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { ActionDto } from '@/lib/queries/reviews'

interface Props {
  action: ActionDto
  followUp: (state: FormState, form: FormData) => Promise<FormState>
}

/** Says between two boards what became of an action. */
export function FollowUp({ action, followUp }: Props) {
  const [state, submit] = useActionState(followUp, nothingYet)
  const id = (name: string): string => `${name}-${action.number}`
  return (
    <details open={state.message !== null || undefined}>
      <summary className="cursor-pointer text-link">Follow up</summary>
      <form
        action={submit}
        className="mt-2 flex flex-col gap-2 rail:w-64"
        aria-label={`Follow up action ${action.number}`}
      >
        <input type="hidden" name="action" value={action.number} />
        <Select
          key={state.typed.result}
          name="result"
          id={id('result')}
          label="What became of it"
          aria-label={`What became of action ${action.number}`}
          defaultValue={state.typed.result ?? 'done'}
        >
          <option value="done">It is done</option>
          <option value="postponed">It moves to another day</option>
          <option value="dropped">It is dropped</option>
        </Select>
        <Field
          name="due"
          id={id('due')}
          type="date"
          label="New day, if it moves"
          aria-label={`New day of action ${action.number}, if it moves`}
          defaultValue={state.typed.due ?? ''}
          fault={faultAt(state, 'due')}
        />
        <Field
          name="note"
          id={id('note')}
          label="Why, or a remark"
          aria-label={`Why, or a remark on action ${action.number}`}
          defaultValue={state.typed.note ?? ''}
          fault={faultAt(state, 'note')}
        />
        <FormMessage state={state} fields={['due', 'note']} />
        <SubmitButton>Keep it</SubmitButton>
      </form>
    </details>
  )
}
