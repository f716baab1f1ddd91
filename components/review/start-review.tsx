'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useActionState, useEffect, useState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { buttonClass, Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { BoardDueDto } from '@/lib/queries/reviews'
import { kindTitles } from '@/lib/domain/review/agenda'

interface Props {
  due: BoardDueDto
  program: string
  start: (state: StartState, form: FormData) => Promise<StartState>
}

/** What the form is told: besides the usual, the number of the review once it is open. */
export interface StartState extends FormState {
  number: number | null
}

const names = { weekly: 'the weekly board', sweep: 'the full sweep', out_of_band: 'an out-of-band review' }

/** Starts a review of a kind; one out of band says why first. */
export function StartReview({ due, program, start }: Props) {
  const [state, action] = useActionState(start, { ...nothingYet, number: null })
  const router = useRouter()
  const { number } = state
  useEffect(() => {
    if (number !== null) router.push(`/${program}/reviews/${number}` as Route)
  }, [number, program, router])
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
