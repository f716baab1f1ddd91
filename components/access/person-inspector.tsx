'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { ConfirmDialog } from '@/components/ui/dialog'
import { Select } from '@/components/ui/form'
import { Inspector } from '@/components/ui/inspector'
import type { FormState } from '@/lib/http/form'
import type { PersonDto, RoleNameDto } from '@/lib/queries/people'

interface Props {
  person: PersonDto
  /** Every role of the program. */
  roles: readonly RoleNameDto[]
  /** The administrator looks at their own account. */
  self: boolean
  closeHref: string
  change: (state: FormState, form: FormData) => Promise<FormState>
}

/** One account: what it holds, and what an administrator may give and take. */
export function PersonInspector({ person, roles, self, closeHref, change }: Props) {
  const [state, action] = useActionState(change, nothingYet)
  return (
    <Inspector title={person.name} closeHref={closeHref}>
      {person.email === null ? null : <p className="mb-3 text-soft">{person.email}</p>}
      <FormMessage state={state} fields={['role']} />
      {person.deactivatedAt === null ? (
        <>
          <Roles person={person} roles={roles} state={state} action={action} />
          <Administration person={person} action={action} />
          <Account person={person} self={self} state={state} action={action} />
        </>
      ) : (
        <p className="mt-3">This account is deactivated. What was signed with it stays as it was.</p>
      )}
    </Inspector>
  )
}

interface PartProps {
  person: PersonDto
  action: (form: FormData) => void
}

function Roles({ person, roles, state, action }: PartProps & Pick<Props, 'roles'> & { state: FormState }) {
  const free = roles.filter(({ id }) => !person.roles.some((held) => held.id === id))
  return (
    <section>
      <h3 className="mt-3">Roles</h3>
      {person.roles.length === 0 ? <p className="text-soft">None: a viewer.</p> : null}
      <ul>
        {person.roles.map(({ id, title }) => (
          <li key={id} className="flex items-center justify-between gap-4 border-b border-rule py-1.5">
            <span>{title}</span>
            <form action={action}>
              <Sent act="take_role" user={person.id} role={id} />
              <SubmitButton>
                Take away<span className="sr-only"> {title}</span>
              </SubmitButton>
            </form>
          </li>
        ))}
      </ul>
      {free.length === 0 ? null : (
        <form action={action} className="mt-3 flex items-end gap-3">
          <Sent act="give_role" user={person.id} />
          <div className="min-w-0 flex-1">
            <Select name="role" label="Another role" fault={faultAt(state, 'role')} required defaultValue="">
              <option value="" disabled>
                Choose a role
              </option>
              {free.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          </div>
          <SubmitButton kind="main">Give role</SubmitButton>
        </form>
      )}
    </section>
  )
}

function Administration({ person, action }: PartProps) {
  return (
    <section>
      <h3 className="mt-6">Administration</h3>
      <p className="mt-1">
        {person.administrator
          ? 'Administers this installation: roles, people, tokens, and the definition before the program begins.'
          : 'Does not administer this installation.'}
      </p>
      <form action={action} className="mt-2">
        <Sent act={person.administrator ? 'end_administrator' : 'make_administrator'} user={person.id} />
        <SubmitButton>{person.administrator ? 'End administration' : 'Make administrator'}</SubmitButton>
      </form>
    </section>
  )
}

function Account({ person, self, state, action }: PartProps & { self: boolean; state: FormState }) {
  return (
    <section>
      <h3 className="mt-6">Account</h3>
      <p className="mt-1 mb-2">For someone who leaves. What they signed stays as it was.</p>
      <ConfirmDialog
        open="Deactivate account"
        title={`Deactivate ${self ? 'your own account' : person.name}?`}
        form={
          <form action={action}>
            <Sent act="deactivate" user={person.id} />
            <SubmitButton kind="danger">Deactivate {self ? 'my account' : person.name}</SubmitButton>
          </form>
        }
      >
        <p>
          {self ? 'You' : 'They'} can no longer sign in, and every role and the right to administer end at once, in
          every program. This cannot be undone.
        </p>
        {state.done ? null : <FormMessage state={state} />}
      </ConfirmDialog>
    </section>
  )
}

/** What the buttons of people send along. */
export function Sent({ act, user, role }: { act: string; user?: string; role?: string }) {
  return (
    <>
      <input type="hidden" name="act" value={act} />
      {user === undefined ? null : <input type="hidden" name="user" value={user} />}
      {role === undefined ? null : <input type="hidden" name="role" value={role} />}
    </>
  )
}
