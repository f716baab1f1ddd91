'use client'

import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { buttonClass, Field, Select } from '@/components/ui/form'
import type { RoomDto, RoomItemDto } from '@/lib/queries/review-room'
import { Checklist } from './checklist'
import { buttonOf, type FieldSpec, faultsOf, fieldsOf, type SayPanel, startOf, titleOf, type Typed } from './panels'
import { Scale } from './scale'

interface Props {
  panel: SayPanel
  item: RoomItemDto
  room: RoomDto
  draft: Typed | undefined
  onDraft: (typed: Typed) => void
  onSay: (typed: Typed, version: number | null) => void
  onLeave: () => void
}

/** The form of one outcome: its first field has the focus, Enter says it, Escape leaves it with its draft kept. */
export function SayForm({ panel, item, room, draft, onDraft, onSay, onLeave }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const typed = startOf(panel, item, draft)
  const [faults, setFaults] = useState<Record<string, string>>({})
  const version = item.risk?.version ?? null
  /** The risk as whoever types has seen it. */
  const [seen, setSeen] = useState({ version, told: false })
  const changed = seen.version !== version
  const barred = panel === 'transition' && item.risk?.next?.allowed !== true

  useEffect(() => {
    const checked = form.current?.querySelector<HTMLElement>('fieldset:first-of-type input:checked')
    const first = checked ?? form.current?.querySelector<HTMLElement>('input, select, button')
    first?.focus()
  }, [])

  const say = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (barred) return
    const found = faultsOf(panel, item, typed)
    setFaults(found)
    if (Object.keys(found).length > 0) {
      form.current?.querySelector<HTMLElement>(`[name="${Object.keys(found)[0]}"]`)?.focus()
      return
    }
    if (changed) setSeen({ version, told: true })
    else onSay(typed, version)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onLeave()
    const onButton = event.target instanceof HTMLButtonElement
    if (event.key === 'Enter' && !onButton) say(event)
  }
  const set = (name: string, value: string): void => onDraft({ ...typed, [name]: value })

  return (
    <form
      ref={form}
      onSubmit={say}
      onKeyDown={onKeyDown}
      noValidate
      aria-labelledby="say-title"
      className="flex flex-col gap-3"
    >
      <h2 id="say-title">
        {titleOf(panel)}: {item.key} {item.title}
      </h2>
      {panel === 'transition' && item.risk !== null ? <Checklist next={item.risk.next} /> : null}
      {barred ? null : (
        <div className="grid gap-x-6 gap-y-3 rail:grid-cols-[repeat(auto-fit,minmax(220px,1fr))]">
          {fieldsOf(panel).map((field, index) => (
            <SayField
              key={field.name}
              field={field}
              value={typed[field.name] ?? ''}
              fault={faults[field.name]}
              room={room}
              onChange={(value) => set(field.name, value)}
              onNext={() => nextField(form.current, fieldsOf(panel)[index + 1])}
            />
          ))}
        </div>
      )}
      {changed || seen.told ? (
        <p role="alert" className="border-l-2 border-caution pl-2">
          {changed ? 'This risk has changed while you typed. ' : 'You have seen the change. '}
          {standing(item)} Nothing you typed is lost:{' '}
          {changed ? 'press Enter to go on with it as it is now.' : 'press Enter to say it.'}
        </p>
      ) : null}
      <div className="flex items-center gap-3">
        {barred ? null : (
          <button type="submit" className={buttonClass('main')}>
            {buttonOf(panel)} <kbd className="ml-2 opacity-80">Enter</kbd>
          </button>
        )}
        <button type="button" className={buttonClass()} onClick={onLeave}>
          Leave <kbd className="ml-2 text-soft">Esc</kbd>
        </button>
      </div>
    </form>
  )
}

/** How the risk stands, in a sentence. */
function standing({ risk }: RoomItemDto): string {
  if (risk === null) return ''
  return `It is ${risk.state} at ${risk.likelihood} × ${risk.impact} = ${risk.score}, owned by ${risk.owner?.name ?? 'nobody'}.`
}

function nextField(form: HTMLFormElement | null, next: FieldSpec | undefined): void {
  if (next === undefined) return
  const named = `[name="${next.name}"]`
  const field = form?.querySelector<HTMLElement>(`${named}:checked`) ?? form?.querySelector<HTMLElement>(named)
  field?.focus()
}

interface FieldProps {
  field: FieldSpec
  value: string
  fault: string | undefined
  room: RoomDto
  onChange: (value: string) => void
  onNext: () => void
}

function SayField({ field, value, fault, room, onChange, onNext }: FieldProps) {
  const { name, label, kind } = field
  const shared = { name, label, fault, ...(field.hint === undefined ? {} : { hint: field.hint }) }
  switch (kind) {
    case 'text':
      return (
        <Field
          {...shared}
          label={field.needed ? label : `${label}, if any`}
          value={value}
          maxLength={2000}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'day':
      return (
        <Field
          {...shared}
          type="date"
          min={room.today}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'likelihood':
    case 'impact':
      return <Scale {...shared} words={room.scale[kind]} value={value} onChange={onChange} onNext={onNext} />
    case 'person':
      return (
        <Select {...shared} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{field.needed ? 'Choose' : 'Nobody'}</option>
          {room.people.map(({ id, name: person, roles }) => (
            <option key={id} value={id}>
              {roles.length === 0 ? person : `${person}, ${roles.join(', ')}`}
            </option>
          ))}
        </Select>
      )
    case 'role':
      return (
        <Select {...shared} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">Choose</option>
          {room.roles.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      )
  }
}
