'use client'

import { useActionState } from 'react'
import { FormMessage, faultAt, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { Field } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import { Copyable } from './copyable'

/** The form's state, with the token that was made: it is in this answer and nowhere else. */
export interface CreateTokenState extends FormState {
  issued: { name: string; token: string; scope: 'upload' | 'read'; gated: boolean } | null
}

interface Props {
  program: string
  origin: string
  create: (state: CreateTokenState, form: FormData) => Promise<CreateTokenState>
}

/** Makes a token and shows it once, with the lines that use it. */
export function CreateToken({ program, origin, create }: Props) {
  const [state, action] = useActionState(create, { ...nothingYet, issued: null })
  const { issued, typed } = state
  const scope = typed.scope ?? 'upload'
  return (
    <>
      {issued === null ? null : <Issued key={issued.token} issued={issued} program={program} origin={origin} />}
      <form action={action} className="mt-3 flex flex-col gap-3">
        <Field
          name="name"
          label="Name"
          hint="Who uses it, and from where: CI of main"
          maxLength={100}
          defaultValue={typed.name}
          fault={faultAt(state, 'name')}
          required
        />
        <fieldset className="flex flex-col gap-1">
          <legend className="font-medium">It may</legend>
          <Choice name="scope" type="radio" value="upload" checked={scope === 'upload'}>
            upload runs, and read
          </Choice>
          <Choice name="scope" type="radio" value="read" checked={scope === 'read'}>
            read only
          </Choice>
        </fieldset>
        <div>
          <Choice name="gated" type="checkbox" value="1" checked={typed.gated === '1'}>
            its uploads may be gated
          </Choice>
          <p className="mt-1 text-xs text-soft">
            Gated runs move the scoreboard, gates and triggers. Runs of pull requests should not be.
          </p>
          {faultAt(state, 'gated') === undefined ? null : (
            <p className="mt-1 text-xs text-stop">{faultAt(state, 'gated')}</p>
          )}
        </div>
        <FormMessage state={state} fields={['name', 'gated']} />
        <div>
          <SubmitButton kind="main">Create token</SubmitButton>
        </div>
      </form>
    </>
  )
}

interface ChoiceProps {
  name: string
  type: 'radio' | 'checkbox'
  value: string
  checked: boolean
  children: React.ReactNode
}

function Choice({ name, type, value, checked, children }: ChoiceProps) {
  return (
    <label className="flex min-h-6 items-center gap-2">
      <input type={type} name={name} value={value} defaultChecked={checked} className="accent-ink" /> {children}
    </label>
  )
}

type IssuedProps = Pick<Props, 'program' | 'origin'> & { issued: NonNullable<CreateTokenState['issued']> }

function Issued({ issued, program, origin }: IssuedProps) {
  const { name, token, scope, gated } = issued
  const api = `${origin}/api/v1/programs/${program}`
  const environment = `export SIGNALBOX_URL=${origin}\nexport SIGNALBOX_TOKEN=${token}`
  const upload = `npx signalbox upload run.json --program ${program}${gated ? ' --gated' : ''}`
  const curl =
    scope === 'read'
      ? `curl -H "Authorization: Bearer $SIGNALBOX_TOKEN" \\\n  ${api}/scoreboard`
      : `curl -H "Authorization: Bearer $SIGNALBOX_TOKEN" \\\n  -H 'Content-Type: application/json' \\\n  --data @run.json ${api}/runs`
  return (
    <div className="mt-3 border-y border-ink py-3" role="status">
      <p className="font-medium">The token “{name}”, shown this once</p>
      <p className="text-soft">Keep it as a secret of your CI. Leave this page and nobody can show it again.</p>
      <Copyable what="token" text={token} />
      <p className="mt-3 text-soft">For a shell</p>
      <Copyable what="lines for a shell" text={environment} />
      {scope === 'read' ? null : (
        <>
          <p className="mt-3 text-soft">Upload by command</p>
          <Copyable what="command" text={upload} />
        </>
      )}
      <p className="mt-3 text-soft">{scope === 'read' ? 'Read the scoreboard' : 'Upload by curl'}</p>
      <Copyable what="curl command" text={curl} />
    </div>
  )
}
