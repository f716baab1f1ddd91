'use client'

import { useActionState, useState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { buttonClass, Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { BoardDueDto } from '@/lib/queries/reviews'
import { kindTitles } from './names'

interface Props {
  due: BoardDueDto
  start: (state: FormState, form: FormData) => Promise<FormState>
}

const names = { weekly: 'the weekly board', sweep: 'the full sweep', out_of_band: 'an out-of-band review' }

/** Starts a review of a kind; one out of band says why first. */
export function StartReview({ due, start }: Props) {
  const [state, action] = useActionState(start, nothingYet)
  const [asking, setAsking] = useState(false)
  const outOfBand = due.kind === 'out_of_band'
  if (outOfBand && !asking) {
    return (
      <button type="button" className={buttonClass('main')} onClick={() => setAsking(true)}>
        Start {names[due.kind]}
      </button>
    )
  }
  return (
    <form action={action} className="flex flex-col gap-2" aria-label={`Start ${kindTitles[due.kind]}`}>
      <input type="hidden" name="kind" value={due.kind} />
      {outOfBand ? (
        <Field
          name="cause"
          label="Why the board meets now"
          defaultValue={state.typed.cause ?? ''}
          fault={faultAt(state, 'cause')}
          autoFocus
        />
      ) : null}
      <FormMessage state={state} fields={['cause']} />
      <SubmitButton kind={due.overdue || outOfBand ? 'main' : 'plain'}>Start {names[due.kind]}</SubmitButton>
    </form>
  )
}
