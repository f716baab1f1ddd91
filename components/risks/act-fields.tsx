'use client'

import { useState } from 'react'
import { buttonClass, Field, Select, TextArea } from '@/components/ui/form'
import type { RiskDto } from '@/lib/queries/risk'
import type { RiskScaleDto } from '@/lib/queries/risk-row'

/** What a field of an act needs: what was typed before, and what was wrong with it. */
export interface FieldProps {
  typed: Record<string, string>
  fault: (name: string) => string | undefined
}

/** A form is reset once its action is done, and a select does not follow its default: its key makes it anew. */
export function ScaleSelects({
  typed,
  fault,
  scale,
  now,
}: FieldProps & { scale: RiskScaleDto; now: { likelihood: number; impact: number } | null }) {
  const given = {
    likelihood: typed.likelihood ?? String(now?.likelihood ?? ''),
    impact: typed.impact ?? String(now?.impact ?? ''),
  }
  const [chosen, choose] = useState(given)
  const score = Number(chosen.likelihood) * Number(chosen.impact)
  const select = (name: 'likelihood' | 'impact', label: string) => (
    <Select
      key={`${name} ${typed[name]}`}
      name={name}
      label={label}
      fault={fault(name)}
      defaultValue={given[name]}
      onChange={(event) => choose({ ...chosen, [name]: event.target.value })}
    >
      {now === null ? <option value="">Choose</option> : null}
      {scale[name].map((word, index) => (
        <option key={word} value={index + 1}>
          {index + 1} {word}
        </option>
      ))}
    </Select>
  )
  return (
    <div>
      <div className="grid grid-cols-2 gap-4">
        {select('likelihood', 'Likelihood')}
        {select('impact', 'Impact')}
      </div>
      <p className="mt-1 text-soft" role="status">
        {score > 0 ? (
          <>
            Score <strong className="text-ink">{score}</strong>
            {now !== null && now.likelihood * now.impact !== score ? `, was ${now.likelihood * now.impact}` : ''}
          </>
        ) : (
          'The score is likelihood times impact.'
        )}
      </p>
    </div>
  )
}

/** Everyone active, those who hold the risk's owner role first. */
export function PersonSelect({
  typed,
  fault,
  people,
  role,
  name,
  label,
  nobody,
  chosen = '',
}: FieldProps & {
  people: RiskDto['people']
  /** The title of the owner role. */
  role: string
  name: string
  label: string
  /** What the choice of nobody is called; without it someone must be chosen. */
  nobody?: string
  chosen?: string
}) {
  const option = ({ id, name: person }: RiskDto['people'][number]) => (
    <option key={id} value={id}>
      {person}
    </option>
  )
  const holders = people.filter(({ holds }) => holds)
  return (
    <Select
      key={`${name} ${typed[name]}`}
      name={name}
      label={label}
      fault={fault(name)}
      defaultValue={typed[name] ?? chosen}
    >
      <option value="">{nobody ?? 'Choose a person'}</option>
      {holders.length === 0 ? null : <optgroup label={role}>{holders.map(option)}</optgroup>}
      <optgroup label="Others">{people.filter(({ holds }) => !holds).map(option)}</optgroup>
    </Select>
  )
}

export function Evidence({ typed, fault, hint }: FieldProps & { hint: string }) {
  return (
    <Field
      name="evidence"
      label="Evidence"
      hint={hint}
      fault={fault('evidence')}
      defaultValue={typed.evidence}
      placeholder="https:// or another pointer"
      autoComplete="off"
    />
  )
}

/** Evidence and what it shows. */
export function Proof({ typed, fault, hint }: FieldProps & { hint: string }) {
  return (
    <>
      <Evidence typed={typed} fault={fault} hint={hint} />
      <Words typed={typed} fault={fault} name="note" label="What it shows" />
    </>
  )
}

export function Words({
  typed,
  fault,
  name,
  label,
  hint,
}: FieldProps & { name: string; label: string; hint?: string }) {
  return (
    <TextArea
      name={name}
      label={label}
      fault={fault(name)}
      defaultValue={typed[name]}
      {...(hint === undefined ? {} : { hint })}
    />
  )
}

const MOST_MILESTONES = 10

/** Titles and days, one row each; rows are added as they are needed. */
export function MilestoneRows({ typed, fault }: FieldProps) {
  const filled = Object.keys(typed).filter((name) => /^milestones\.\d+\.title$/.test(name)).length
  const [count, setCount] = useState(Math.max(1, filled))
  const rows = Math.max(count, filled)
  return (
    <fieldset>
      <legend className="font-medium">Milestones</legend>
      <div className="flex flex-col gap-3">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_144px] gap-3">
            <Field
              name={`milestones.${index}.title`}
              label={`Step ${index + 1}`}
              fault={fault(`milestones.${index}.title`)}
              defaultValue={typed[`milestones.${index}.title`]}
              autoComplete="off"
            />
            <Field
              type="date"
              name={`milestones.${index}.due`}
              label="Done by"
              fault={fault(`milestones.${index}.due`)}
              defaultValue={typed[`milestones.${index}.due`]}
            />
          </div>
        ))}
      </div>
      {fault('milestones') === undefined ? null : <p className="mt-1 text-xs text-stop">{fault('milestones')}</p>}
      {rows < MOST_MILESTONES ? (
        <button type="button" className={`mt-3 ${buttonClass()}`} onClick={() => setCount(rows + 1)}>
          Another milestone
        </button>
      ) : null}
    </fieldset>
  )
}
