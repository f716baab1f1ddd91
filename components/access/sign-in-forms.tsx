'use client'

import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { buttonClass, Field } from '@/components/ui/form'
import type { DemoPersonDto } from '@/lib/queries/demo'

/** The ways to sign in that this installation has. */
export function SignInForms({ demo, oidc }: { demo: DemoPersonDto[]; oidc: string | null }) {
  return (
    <div className="mt-6 flex flex-col gap-8">
      {oidc === null ? null : (
        <button type="button" className={buttonClass('main')} onClick={() => signIn('oidc', { callbackUrl: '/' })}>
          Continue with {oidc}
        </button>
      )}
      {demo.length === 0 ? null : <DemoPeople people={demo} />}
      {demo.length > 0 ? null : <CodeForm />}
    </div>
  )
}

function DemoPeople({ people }: { people: DemoPersonDto[] }) {
  const [chosen, choose] = useState<string | null>(null)
  return (
    <section aria-labelledby="demo">
      <h2 id="demo">Demo accounts</h2>
      <p className="mt-1 text-soft">
        One for each role of the program, and a viewer. They exist in this demo alone, whose history is made up.
      </p>
      <ul className="mt-3 grid grid-cols-1 gap-x-6 sm:grid-cols-2">
        {people.map(({ subject, name, roles, administrator }) => (
          <li key={subject} className="border-b border-rule">
            <button
              type="button"
              disabled={chosen !== null}
              className="flex min-h-10 w-full items-baseline justify-between gap-2 py-2 text-left hover:bg-panel disabled:opacity-60"
              onClick={() => {
                choose(subject)
                void signIn('demo', { account: subject, callbackUrl: '/' })
              }}
            >
              <span className="text-link">{chosen === subject ? 'Signing in …' : name}</span>
              <span className="text-right text-xs text-soft">
                {roles.length === 0 ? 'Viewer' : roles.join(', ')}
                {administrator ? ', administrator' : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function CodeForm() {
  const [busy, setBusy] = useState(false)
  return (
    <section aria-labelledby="code">
      <h2 id="code">With a code from the console</h2>
      <p className="mt-1 text-soft">
        Whoever runs this installation gets one with <code>npx signalbox setup-code</code>. It serves once, and makes
        you administrator.
      </p>
      <form
        className="mt-3 flex max-w-sm flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          setBusy(true)
          void signIn('code', { code: textIn(form, 'code'), name: textIn(form, 'name'), callbackUrl: '/' })
        }}
      >
        <Field name="code" label="Code" autoComplete="one-time-code" required />
        <Field name="name" label="Your name" autoComplete="name" required />
        <button type="submit" className={buttonClass('main')} disabled={busy}>
          {busy ? 'Signing in …' : 'Sign in with the code'}
        </button>
      </form>
    </section>
  )
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
