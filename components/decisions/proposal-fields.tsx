'use client'

import { faultAt } from '@/components/ui/action-form'
import { Field, Select, TextArea } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { OptionDto, ProposalOptionsDto } from '@/lib/queries/proposal-options'

export interface FieldsProps {
  options: ProposalOptionsDto
  subject: string | null
  state: FormState
}

/** Why, and what shows it. */
export function Because({ proof = false, ...props }: FieldsProps & { proof?: boolean }) {
  return (
    <>
      <Words {...props} name="reason" label="Reason" />
      <Words {...props} name="evidence" label="Evidence" hint="One pointer a line" optional={!proof} mono />
    </>
  )
}

interface One extends FieldsProps {
  /** The field of the input. */
  name: string
  label: string
  hint?: string
}

type ChooseProps = One & {
  among: readonly OptionDto[]
  optional?: boolean
  /** Hears what is chosen from now on. */
  chosen?: (id: string) => void
}

/** What a choice begins with: what was chosen before a refusal, else what the address says; each if it is there. */
export function presetOf({ state, subject }: FieldsProps, name: string, among: readonly OptionDto[]): string {
  return [state.typed[`input.${name}`], subject].find((one) => among.some(({ id }) => id === one)) ?? ''
}

export function Choose({ name, label, hint, among, optional = false, chosen, ...props }: ChooseProps) {
  const { state } = props
  const field = `input.${name}`
  return (
    <Select
      name={field}
      label={label}
      hint={hint}
      fault={faultAt(state, field)}
      defaultValue={presetOf(props, name, among)}
      onChange={chosen === undefined ? undefined : (event) => chosen(event.target.value)}
      required={!optional}
    >
      <option value="" disabled={!optional}>
        {among.length === 0 ? 'There is none' : optional ? 'None' : 'Choose'}
      </option>
      {among.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  )
}

export function Day({ state, name, label, hint }: One) {
  const field = `input.${name}`
  return (
    <Field
      name={field}
      type="date"
      label={label}
      hint={hint}
      fault={faultAt(state, field)}
      defaultValue={state.typed[field]}
      required
    />
  )
}

export function Line({ state, name, label, hint, optional = false }: One & { optional?: boolean }) {
  const field = `input.${name}`
  return (
    <Field
      name={field}
      label={optional ? `${label} (optional)` : label}
      hint={hint}
      fault={faultAt(state, field)}
      defaultValue={state.typed[field]}
      required={!optional}
    />
  )
}

type WordsProps = One & { optional?: boolean; rows?: number; mono?: boolean }

export function Words({ state, name, label, hint, optional = false, rows = 3, mono = false }: WordsProps) {
  const field = `input.${name}`
  return (
    <TextArea
      name={field}
      label={optional ? `${label} (optional)` : label}
      hint={hint}
      rows={rows}
      spellCheck={!mono}
      fault={faultAt(state, field)}
      defaultValue={state.typed[field]}
      required={!optional}
    />
  )
}
