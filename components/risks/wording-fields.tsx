'use client'

import { Field, Select, TextArea } from '@/components/ui/form'
import type { RiskChoicesDto } from '@/lib/queries/new-risk'
import type { FieldProps } from './act-fields'

export const WORDING_FIELDS = [
  'title',
  'statement',
  'mitigation',
  'closure',
  'cadenceText',
  'review',
  'signals',
  'gates',
  'ownerRole',
]

interface Props extends FieldProps {
  choices: Pick<RiskChoicesDto, 'roles' | 'phases'>
  /** The words as they are, where a risk is edited. */
  given?: Partial<Record<string, string>>
  gates?: readonly string[]
  /** The form has come back: what it says then stands for everything. */
  sent: boolean
}

/** What a risk says of itself: a column of the register each. */
export function WordingFields({ typed, fault, choices, given = {}, gates = [], sent }: Props) {
  const of = (name: string) => ({ name, fault: fault(name), defaultValue: typed[name] ?? given[name] })
  const checked = (id: string): boolean => (sent ? typed[`gate ${id}`] === '1' : gates.includes(id))
  return (
    <>
      <Field {...of('title')} label="Title" hint="A few words to call it by." autoComplete="off" />
      <TextArea {...of('statement')} label="Statement" hint="What may happen, and what it would harm." />
      <TextArea
        {...of('signals')}
        label="Trigger signals"
        hint="One a line. People report them; each puts the risk back to Open."
      />
      <TextArea {...of('mitigation')} label="Mitigation strategy" />
      <Select
        key={`ownerRole ${typed.ownerRole}`}
        {...of('ownerRole')}
        label="Owner role"
        hint="The named owner is assigned next."
      >
        <option value="">Choose a role</option>
        {choices.roles.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select key={`review ${typed.review}`} {...of('review')} label="People look">
          <option value="">Choose how often</option>
          <option value="twice-weekly">twice weekly</option>
          <option value="weekly">weekly</option>
          <option value="bi-weekly">bi-weekly</option>
        </Select>
        <Field
          {...of('cadenceText')}
          label="Review cadence in words"
          hint="Weekly + every release candidate"
          autoComplete="off"
        />
      </div>
      <TextArea {...of('closure')} label="Closure criteria" hint="What must be so for the triad to close it." />
      <fieldset>
        <legend className="font-medium">Gates it bears on</legend>
        <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
          {choices.phases.map(({ id, title }) => (
            <label key={`${id} ${checked(id)}`} className="flex min-h-6 items-center gap-1.5">
              <input type="checkbox" name={`gate ${id}`} value="1" defaultChecked={checked(id)} /> {title}
            </label>
          ))}
        </div>
        {fault('gates') === undefined ? null : <p className="mt-1 text-xs text-stop">{fault('gates')}</p>}
      </fieldset>
    </>
  )
}
