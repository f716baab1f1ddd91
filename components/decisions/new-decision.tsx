'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { TextArea } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { ProposalOptionsDto } from '@/lib/queries/proposal-options'
import type { ProposingDto } from '@/lib/queries/proposing'
import { KindFields } from './kind-fields'

interface Props {
  options: ProposalOptionsDto
  who: ProposingDto
  kind: string | null
  /** What the proposal is about, where its address says so: the key of a risk, a metric, a series. */
  subject: string | null
  propose: (state: FormState, form: FormData) => Promise<FormState>
}

/** Proposes a decision: its kind first, with who decides it, then what that kind asks. */
export function NewDecision({ options, who, kind, subject, propose }: Props) {
  const here = `/${options.program}/decisions/new`
  const chosen = options.kinds.find((one) => one.kind === kind)
  return (
    <>
      <p className="text-soft">
        <a href={`/${options.program}/decisions`}>Decisions</a>
        {chosen === undefined ? null : (
          <>
            {' '}
            / <a href={here}>Propose a decision</a>
          </>
        )}
      </p>
      <h1>{chosen === undefined ? 'Propose a decision' : chosen.title}</h1>
      {who.may ? null : <MayNot roles={who.roles} />}
      {chosen === undefined ? (
        <ul className="mt-2 max-w-3xl">
          {options.kinds.map((one) => (
            <li key={one.kind} className="border-b border-rule py-1.5">
              {who.may ? (
                <a href={`${here}?kind=${one.kind}`}>{one.title}</a>
              ) : (
                <span className="font-medium">{one.title}</span>
              )}
              <span className="block text-soft">{who.deciders[one.kind]}</span>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <p className="mt-1 max-w-2xl text-soft">{who.deciders[chosen.kind]}</p>
          {who.may ? (
            <Form key={chosen.kind} options={options} kind={chosen.kind} subject={subject} propose={propose} />
          ) : null}
        </>
      )}
    </>
  )
}

/** Why there is nothing to press, and who can. */
function MayNot({ roles }: { roles: readonly string[] }) {
  return (
    <p className="mt-2 max-w-3xl border-l-2 border-caution pl-3">
      You cannot propose decisions here: none of your roles may.{' '}
      {roles.length === 0
        ? 'The program gives that right to no role.'
        : `These may: ${roles.join(', ')}. Below stands who decides each kind.`}
    </p>
  )
}

type FormProps = Omit<Props, 'kind' | 'who'> & { kind: ProposalOptionsDto['kinds'][number]['kind'] }

function Form({ options, kind, subject, propose }: FormProps) {
  const [state, action] = useActionState(propose, nothingYet)
  const fields = fieldNames(state)
  return (
    <form action={action} className="mt-3 flex max-w-2xl flex-col gap-4">
      <input type="hidden" name="kind" value={kind} />
      <FormMessage state={state} fields={fields} />
      <KindFields options={options} kind={kind} subject={subject} state={state} />
      <TextArea
        name="recommendation"
        label="Recommendation"
        hint="What you say should be decided, and why; it stands in the packet"
        rows={4}
        defaultValue={state.typed.recommendation}
        fault={faultAt(state, 'recommendation')}
        required
      />
      <div>
        <SubmitButton kind="main">Propose decision</SubmitButton>
      </div>
    </form>
  )
}

/** The fields that the form has, so that a fault elsewhere stands at its top. */
const fieldNames = (state: FormState): string[] => ['recommendation', ...Object.keys(state.typed)]
