import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForms } from '@/components/access/sign-in-forms'
import { appContext } from '@/lib/db/app-context'
import { demoIsOpen, oidcProvider, signedIn } from '@/lib/http/session'
import { demoPeople } from '@/lib/queries/demo'
import { self } from '@/lib/queries/people'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignIn({ searchParams }: { searchParams: Promise<{ error?: string }> }) {
  const actor = await signedIn()
  if (actor !== null && (await self(appContext(), actor, null)) !== null) redirect('/')
  const { error } = await searchParams
  const demo = (await demoIsOpen()) ? await demoPeople(appContext()) : []
  return (
    <main className="mx-auto max-w-2xl px-4 py-12">
      <h1>Sign in to Signalbox</h1>
      {error === undefined ? null : (
        <p role="alert" className="mt-4 border-l-2 border-stop pl-2 text-stop">
          That did not work. The account may not exist any more, or the code is wrong, used or older than a day.
        </p>
      )}
      <SignInForms demo={demo} oidc={oidcProvider()?.name ?? null} />
    </main>
  )
}
