'use client'

import { useActionState, useEffect, useRef, useState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field, Select } from '@/components/ui/form'
import type { RecordState } from '@/lib/http/record-form'
import type { RecordableDto, RecordableMeasureDto } from '@/lib/queries/recordable'
import { Outcome } from './outcome'

interface Props {
  choices: RecordableDto
  record: (state: RecordState, form: FormData) => Promise<RecordState>
}

/** Fields that show their own faults; others stand in the form's message. */
const fields = [
  'measure',
  'profile',
  'environment',
  'value',
  'passed',
  'total',
  'observedAt',
  'artifact',
  'system',
  'recordId',
]

/** Takes one figure from an audited system, and shows what it came to. */
export function RecordForm({ choices, record }: Props) {
  const [state, action] = useActionState(record, { ...nothingYet, answer: null })
  const [chosen, choose] = useState(choices.measures[0]?.id)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!state.done) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [state])

  const measure = choices.measures.find(({ id }) => id === chosen)
  if (state.answer !== null) return <Outcome program={choices.program} answer={state.answer} measure={measure} />
  const { typed } = state
  const fault = (name: string): string | undefined => faultAt(state, name)
  return (
    <form ref={form} action={action} className="mt-4 flex max-w-2xl flex-col gap-4" noValidate>
      <input type="hidden" name="key" value={typed.key ?? choices.key} />
      <input type="hidden" name="unit" value={measure?.unit ?? ''} />
      {/* A form is reset once its action is done, and a select does not follow its default: its key makes it anew. */}
      <Select
        key={`measure ${typed.measure}`}
        name="measure"
        label="Measure"
        fault={fault('measure')}
        defaultValue={typed.measure ?? chosen}
        onChange={(event) => choose(event.target.value)}
      >
        {choices.measures.map(({ id, title, unit }) => (
          <option key={id} value={id}>
            {id} {title}, {unit}
          </option>
        ))}
      </Select>
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          name="profile"
          label="Profile"
          options={choices.profiles}
          required={measure?.profiles ?? []}
          typed={typed.profile}
          measure={chosen}
          fault={fault('profile')}
        />
        <Choice
          name="environment"
          label="Environment"
          options={choices.environments}
          required={measure?.environments ?? []}
          typed={typed.environment}
          measure={chosen}
          fault={fault('environment')}
        />
      </div>
      {measure === undefined ? null : <Figure key={measure.id} measure={measure} state={state} />}
      <ObservedAt zone={choices.zone} state={state} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="system"
          label="System"
          hint="The audited system that keeps the record: pilot tracker"
          defaultValue={typed.system}
          fault={fault('system')}
          required
        />
        <Field
          name="recordId"
          label="Record id"
          hint="What the record is called there"
          defaultValue={typed.recordId}
          fault={fault('recordId')}
          required
        />
      </div>
      <Field
        name="artifact"
        label="Artifact"
        hint="Where the figure can be looked up: an address, or another pointer. It is shown, never fetched."
        defaultValue={typed.artifact}
        fault={fault('artifact')}
        required
      />
      <FormMessage state={state} fields={fields} />
      <div>
        <SubmitButton kind="main">Record sample</SubmitButton>
      </div>
    </form>
  )
}

interface ChoiceProps {
  name: string
  label: string
  options: readonly { id: string; title: string }[]
  /** Those in which the measure is required: the first of them is offered first. */
  required: readonly string[]
  typed: string | undefined
  measure: string | undefined
  fault: string | undefined
}

function Choice({ name, label, options, required, typed, measure, fault }: ChoiceProps) {
  return (
    <Select
      key={`${measure} ${typed}`}
      name={name}
      label={label}
      fault={fault}
      defaultValue={typed ?? required[0] ?? options[0]?.id}
    >
      <Options label="The measure is required in" options={options.filter(({ id }) => required.includes(id))} />
      <Options label="Others" options={options.filter(({ id }) => !required.includes(id))} />
    </Select>
  )
}

function Options({ label, options }: { label: string; options: ChoiceProps['options'] }) {
  if (options.length === 0) return null
  return (
    <optgroup label={label}>
      {options.map(({ id, title }) => (
        <option key={id} value={id}>
          {title} ({id})
        </option>
      ))}
    </optgroup>
  )
}

/** The figure: a value in the measure's unit, or counts where the measure is a proportion. */
function Figure({ measure, state }: { measure: RecordableMeasureDto; state: RecordState }) {
  const { typed } = state
  const asValue = typed.measure === measure.id && typed.mode === 'value'
  const [mode, setMode] = useState(measure.proportion && !asValue ? 'counts' : 'value')
  const counts = mode === 'counts'
  return (
    <>
      {measure.proportion ? (
        <fieldset>
          <legend className="font-medium">Figure</legend>
          <div className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
            {[
              ['counts', 'so many of a total'],
              ['value', `a value in ${measure.unit}`],
            ].map(([id, words]) => (
              <label key={id} className="flex min-h-6 items-center gap-2">
                <input
                  type="radio"
                  name="mode"
                  value={id}
                  className="accent-ink"
                  checked={mode === id}
                  onChange={() => setMode(id ?? 'value')}
                />
                {words}
              </label>
            ))}
          </div>
        </fieldset>
      ) : (
        <input type="hidden" name="mode" value="value" />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {counts ? (
          <>
            <Number name="passed" label="Passed" state={state} />
            <Number name="total" label="Total" state={state} />
          </>
        ) : (
          <Number name="value" label={`Value, in ${measure.unit}`} state={state} />
        )}
      </div>
    </>
  )
}

function Number({ name, label, state }: { name: string; label: string; state: RecordState }) {
  return (
    <Field
      name={name}
      label={label}
      inputMode="decimal"
      autoComplete="off"
      defaultValue={state.typed[name]}
      fault={faultAt(state, name)}
      required
    />
  )
}

/** Day and time by the program's clock. Where clocks were put back, someone has to say which of two is meant. */
function ObservedAt({ zone, state }: { zone: string; state: RecordState }) {
  const { typed, faults } = state
  const [changedIn, setChangedIn] = useState<RecordState | null>(null)
  const asked = faults.some(({ code }) => code === 'ambiguous_time') || typed.occurrence !== undefined
  // Another time is another question.
  const twice = asked && changedIn !== state
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        type="datetime-local"
        name="observedAt"
        label="Observed"
        hint={`By the program's clock, ${zone}`}
        defaultValue={typed.observedAt}
        fault={faultAt(state, 'observedAt')}
        onChange={() => setChangedIn(state)}
        required
      />
      {twice ? (
        <fieldset>
          <legend className="font-medium">Which of the two</legend>
          {[
            ['first', 'the first, before clocks were put back'],
            ['second', 'the second, after it'],
          ].map(([id, words]) => (
            <label key={id} className="flex min-h-6 items-center gap-2">
              <input
                type="radio"
                name="occurrence"
                value={id}
                className="accent-ink"
                defaultChecked={typed.occurrence === id}
              />
              {words}
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  )
}
