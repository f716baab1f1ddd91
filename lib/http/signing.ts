import { voteRequest } from '@/lib/auth/passkeys'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import type { Vote } from '@/lib/domain/decision/tally'
import { beginVote } from '@/lib/verbs/decision/begin-vote'
import { type FormState, submitted, textOf } from './form'

/** What a voter's browser is to do: ask the key, or nothing where the session alone signs; or why not to. */
export type Signing =
  | { refused: FormState }
  | { refused: null; nonce: string; options: ReturnType<typeof voteRequest> | null }

/** Begins one vote of a form: its statement, as the authenticator is asked to sign it. */
export async function signingOf(
  context: Context,
  actor: UserActor,
  at: { program: string; decision: number },
  form: FormData,
): Promise<Signing> {
  const signed: Signing[] = []
  const state = await submitted(form, async () => {
    const credential = textOf(form, 'key') || null
    const asked = await beginVote(context, actor, {
      ...at,
      seat: textOf(form, 'seat'),
      deputyOf: textOf(form, 'deputyOf') || null,
      // Whatever else was sent, the verb refuses: a vote that nobody chose is no reject.
      vote: textOf(form, 'vote') as Vote,
      rationale: textOf(form, 'rationale'),
      credential,
    })
    const options = credential === null ? null : voteRequest(asked.challenge, credential)
    signed.push({ refused: null, nonce: asked.nonce, options })
    return null
  })
  return signed[0] ?? { refused: state }
}
