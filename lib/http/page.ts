import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { UserActor } from '@/lib/auth/actor'
import { appContext } from '@/lib/db/app-context'
import type { Context } from '@/lib/db/transact'
import { Refusal } from '@/lib/verbs/refusal'
import { signedIn } from './session'

/** Who looks at a page. */
export interface Viewer {
  context: Context
  actor: UserActor
}

const currentActor = cache(signedIn)

/** The signed-in viewer; others are sent to sign in and come back. */
export async function viewer(): Promise<Viewer> {
  const actor = await currentActor()
  if (actor === null) redirect('/sign-in')
  return { context: appContext(), actor }
}

/** Runs a page's query: what may not be seen is not there, and who is no longer signed in signs in again. */
export async function shown<T>(query: Promise<T>): Promise<T> {
  try {
    return await query
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not_found') notFound()
    if (error instanceof Refusal && error.kind === 'unauthenticated') redirect('/sign-in')
    throw error
  }
}
