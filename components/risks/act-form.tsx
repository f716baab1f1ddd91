'use client'

import { type ReactNode, useActionState, useEffect, useRef } from 'react'
import { FormMessage, faultAt, SubmitButton } from '@/components/ui/action-form'
import type { RiskFormState } from '@/lib/http/risk-form'
import type { RiskDto } from '@/lib/queries/risk'

export type ChangeRisk = (state: RiskFormState, form: FormData) => Promise<RiskFormState>

export const untouched: RiskFormState = { done: false, message: null, faults: [], typed: {}, version: null }

interface Props {
  risk: Pick<RiskDto, 'version'>
  /** Which verb, and what of the risk it is about. */
  act: string
  about?: Record<string, string | number>
  change: ChangeRisk
  /** Fields that show their own faults; others stand in the form's message. */
  fields: readonly string[]
  button: string
  danger?: boolean
  children: (typed: Record<string, string>, fault: (name: string) => string | undefined) => ReactNode
}

/**
 * A form over one verb. It carries the version of the risk that its page shows; where someone else was faster, it says
 * what they did and keeps everything that was typed, and what is sent next counts on top of that.
 */
export function ActForm({ risk, act, about = {}, change, fields, button, danger = false, children }: Props) {
  const [state, action] = useActionState(change, untouched)
  const form = useRef<HTMLFormElement>(null)
  const told = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const faulty = form.current?.querySelector<HTMLElement>('[aria-invalid]')
    if (faulty !== null && faulty !== undefined) faulty.focus()
    else if (state.message !== null) told.current?.focus()
  }, [state])
  if (state.done) {
    return (
      <div ref={told} tabIndex={-1} className="outline-none">
        <FormMessage state={state} />
      </div>
    )
  }
  return (
    <form ref={form} action={action} className="flex flex-col gap-4" noValidate>
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="version" value={state.version ?? risk.version} />
      {Object.entries(about).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children(state.typed, (name) => faultAt(state, name))}
      <div ref={told} tabIndex={-1} className="outline-none">
        <FormMessage state={state} fields={[...fields, 'version']} />
        {state.version === null ? null : <p className="mt-1 pl-2">What you entered is still here.</p>}
      </div>
      <div>
        <SubmitButton kind={danger ? 'danger' : 'main'}>{button}</SubmitButton>
      </div>
    </form>
  )
}
