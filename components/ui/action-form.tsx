'use client'

import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import type { FormState } from '@/lib/http/form'
import { buttonClass } from './form'

/** A form nobody has sent yet. */
export const nothingYet: FormState = { done: false, message: null, faults: [], typed: {} }

/** What is wrong with one field, in words; undefined where nothing is. */
export const faultAt = (state: FormState, path: string): string | undefined =>
  state.faults.find((fault) => fault.path === path)?.message

/** The form's outcome in a sentence, announced. Faults of fields stand at the fields, others here. */
export function FormMessage({ state, fields = [] }: { state: FormState; fields?: readonly string[] }) {
  if (state.message === null) return null
  const others = state.faults.filter((fault) => !fields.includes(fault.path))
  return (
    <div
      role={state.done ? 'status' : 'alert'}
      className={`border-l-2 pl-2 ${state.done ? 'border-clear' : 'border-stop text-stop'}`}
    >
      <p>{state.message}</p>
      {others.map((fault) => (
        <p key={`${fault.path} ${fault.code}`}>
          {fault.path === '' ? '' : `${fault.path}: `}
          {fault.message}
        </p>
      ))}
    </div>
  )
}

export function SubmitButton({
  kind = 'plain',
  children,
}: {
  kind?: 'main' | 'plain' | 'danger'
  children: ReactNode
}) {
  const { pending } = useFormStatus()
  return (
    <button type="submit" className={buttonClass(kind)} disabled={pending}>
      {children}
      {pending ? ' …' : ''}
    </button>
  )
}
