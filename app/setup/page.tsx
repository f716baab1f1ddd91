import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ClaimForm } from '@/components/access/claim-form'
import { signedIn } from '@/lib/http/session'
import { claim } from './actions'

export const metadata: Metadata = { title: 'Set up' }

/** Where the code from the console is entered: by someone signed in here, by others on the sign-in page. */
export default async function Setup() {
  if ((await signedIn()) === null) redirect('/sign-in')
  return (
    <main className="mx-auto max-w-md px-4 py-12">
      <h1>Become administrator</h1>
      <p className="mt-2">
        Enter the code from the console of this installation. It was printed at the start, or comes from{' '}
        <code>npx signalbox setup-code</code>.
      </p>
      <ClaimForm claim={claim} />
    </main>
  )
}
