'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Select } from '@/components/ui/form'
import { Inspector } from '@/components/ui/inspector'
import { Signal } from '@/components/ui/signal'
import type { FormState } from '@/lib/http/form'
import type { DeputyDto, PeopleDto, PersonDto } from '@/lib/queries/people'
import { Deputies } from './deputies'
import { Sent } from './person-inspector'

interface Props {
  role: PeopleDto['roles'][number]
  /** Everyone whose account stands. */
  people: readonly PersonDto[]
  viewer: PeopleDto['viewer']
  zone: string
  deputies: readonly DeputyDto[]
  definitionHref: string
  closeHref: string
  change: (state: FormState, form: FormData) => Promise<FormState>
}

/** One role: who holds it and who stands in for them, and to whom else it may be given. */
export function RoleInspector({ role, people, viewer, zone, deputies, definitionHref, closeHref, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  const holds = (person: PersonDto): boolean => person.roles.some(({ id }) => id === role.id)
  const holders = people.filter(holds)
  const others = people.filter((person) => !holds(person))
  return (
    <Inspector title={role.title} closeHref={closeHref}>
      <p>
        <code className="text-soft">{role.id}</code> {role.description}{' '}
        <a className="underline" href={definitionHref}>
          In the definition
        </a>
      </p>
      <div className="mt-3">
        <FormMessage state={state} fields={['user']} />
      </div>
      <h3 className="mt-3">Held by</h3>
      {holders.length === 0 ? <Signal light="caution" word="nobody" /> : null}
      <ul>
        {holders.map(({ id, name }) => (
          <li key={id} className="flex items-center justify-between gap-4 border-b border-rule py-1.5">
            <span>{name}</span>
            {viewer.administrator ? (
              <form action={action}>
                <Sent act="take_role" user={id} role={role.id} />
                <SubmitButton>
                  Take away<span className="sr-only"> from {name}</span>
                </SubmitButton>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {others.length === 0 || !viewer.administrator ? null : (
        <form action={action} className="mt-3 flex items-end gap-3">
          <Sent act="give_role" role={role.id} />
          <div className="min-w-0 flex-1">
            <Select name="user" label="Someone else" fault={faultAt(state, 'user')} required defaultValue="">
              <option value="" disabled>
                Choose a person
              </option>
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </div>
          <SubmitButton kind="main">Give role</SubmitButton>
        </form>
      )}
      <Deputies
        role={role.id}
        holders={holders}
        people={people}
        viewer={viewer}
        zone={zone}
        deputies={deputies}
        change={change}
      />
    </Inspector>
  )
}
