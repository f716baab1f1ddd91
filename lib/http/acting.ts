import { appContext } from '@/lib/db/app-context'
import { Refusal } from '@/lib/verbs/refusal'
import { type FormState, submitted } from './form'
import type { Viewer } from './page'
import { signedIn } from './session'

/**
 * Whoever sends a form. One who is no longer signed in is refused and not sent away, so that what was typed stays; a page
 * sends them to sign in (`viewer`).
 */
export async function sender(): Promise<Viewer> {
  const actor = await signedIn()
  if (actor !== null) return { context: appContext(), actor }
  throw new Refusal(
    'unauthenticated',
    'signed_out',
    'You are no longer signed in, and nothing was stored. Sign in in another tab, then send this again.',
  )
}

/** Runs a form's verb for whoever sends it. */
export async function acted(form: FormData, work: (by: Viewer) => Promise<string | null>): Promise<FormState> {
  return submitted(form, async () => work(await sender()))
}
