'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field, Select } from '@/components/ui/form'
import { Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { DeputyDto, PeopleDto, PersonDto } from '@/lib/queries/people'

interface Props {
  role: string
  holders: readonly PersonDto[]
  people: readonly PersonDto[]
  viewer: PeopleDto['viewer']
  zone: string
  deputies: readonly DeputyDto[]
  change: (state: FormState, form: FormData) => Promise<FormState>
}

/** Who stands in for the holders of a role, for how long; named by administrators, and by holders for themselves. */
export function Deputies({ role, holders, people, viewer, zone, deputies, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  const mayNameFor = holders.filter(({ id }) => viewer.administrator || id === viewer.id)
  return (
    <section>
      <h3 className="mt-6">Deputies</h3>
      <div className="mt-1">
        <FormMessage state={state} fields={['holder', 'deputy', 'from', 'until']} />
      </div>
      {deputies.length === 0 ? <p className="text-soft">None now, and none named for later.</p> : null}
      <ul>
        {deputies.map(({ id, holder, deputy, from, until, running }) => (
          <li key={id} className="flex items-center justify-between gap-4 border-b border-rule py-1.5">
            <span>
              {deputy.name}, for {holder.name}
              <span className="block text-soft">
                {running ? '' : 'from '}
                {running ? null : <Moment at={from} zone={zone} />} until <Moment at={until} zone={zone} />
              </span>
            </span>
            {viewer.administrator || [holder.id, deputy.id].includes(viewer.id ?? '') ? (
              <form action={action}>
                <input type="hidden" name="act" value="end_deputy" />
                <input type="hidden" name="deputy" value={id} />
                <SubmitButton>
                  End<span className="sr-only"> the term of {deputy.name}</span>
                </SubmitButton>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {mayNameFor.length === 0 ? null : (
        <form action={action} className="mt-3 flex flex-col gap-3">
          <input type="hidden" name="act" value="name_deputy" />
          <input type="hidden" name="role" value={role} />
          <Select
            name="holder"
            label="In place of"
            fault={faultAt(state, 'holder')}
            defaultValue={state.typed.holder ?? mayNameFor[0]?.id}
          >
            {mayNameFor.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Select
            name="deputy"
            label="Votes"
            fault={faultAt(state, 'deputy')}
            required
            defaultValue={state.typed.deputy ?? ''}
          >
            <option value="" disabled>
              Choose a person
            </option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <div className="grid grid-cols-2 gap-3">
            <Field
              name="from"
              type="date"
              label="From"
              hint="Empty: from now on"
              fault={faultAt(state, 'from')}
              defaultValue={state.typed.from}
            />
            <Field
              name="until"
              type="date"
              label="Last day"
              hint="A year at most"
              fault={faultAt(state, 'until')}
              defaultValue={state.typed.until}
              required
            />
          </div>
          <div>
            <SubmitButton kind="main">Name deputy</SubmitButton>
          </div>
        </form>
      )}
    </section>
  )
}
