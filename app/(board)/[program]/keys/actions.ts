'use server'

import { revalidatePath } from 'next/cache'
import { acted } from '@/lib/http/acting'
import { type FormState, jsonOf, textOf } from '@/lib/http/form'
import { viewer } from '@/lib/http/page'
import { confirmPasskey } from '@/lib/verbs/passkey/confirm'
import { enrolPasskey } from '@/lib/verbs/passkey/enrol'
import { renamePasskey } from '@/lib/verbs/passkey/rename'
import { revokePasskey } from '@/lib/verbs/passkey/revoke'
import { startEnrolment } from '@/lib/verbs/passkey/start-enrolment'
import { Refusal } from '@/lib/verbs/refusal'

/** What the browser is to ask the authenticator for. */
export async function beginEnrolment(): ReturnType<typeof startEnrolment> {
  const { context, actor } = await viewer()
  return startEnrolment(context, actor)
}

/** Enrols, names, revokes and confirms keys: one act a form. */
export async function changeKeys(program: string, _: FormState, form: FormData): Promise<FormState> {
  const passkey = textOf(form, 'passkey')
  const state = await acted(form, async ({ context, actor }) => {
    switch (textOf(form, 'act')) {
      case 'enrol':
        await enrolPasskey(context, actor, { name: textOf(form, 'name'), answer: jsonOf(form, 'answer') })
        return 'The key is enrolled. It counts once someone else has confirmed it.'
      case 'rename':
        await renamePasskey(context, actor, { passkey, name: textOf(form, 'name') })
        return 'The key has its new name.'
      case 'revoke':
        await revokePasskey(context, actor, { passkey, reason: textOf(form, 'reason') })
        return 'The key is revoked. It counts no more.'
      case 'confirm':
        await confirmPasskey(context, actor, { program, passkey })
        return 'The key is confirmed, and the council is told.'
      default:
        throw new Refusal('unreadable', 'unknown_act', 'The page is out of date. Reload it.')
    }
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return state
}
