'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { type FormState, submitted, textOf } from '@/lib/http/form'
import { viewer } from '@/lib/http/page'
import { deactivatePerson } from '@/lib/verbs/person/deactivate'
import { endAdministrator } from '@/lib/verbs/person/end-administrator'
import { endRole } from '@/lib/verbs/person/end-role'
import { grantAdministrator } from '@/lib/verbs/person/grant-administrator'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { invalid, Refusal } from '@/lib/verbs/refusal'

/** Gives and takes roles and the right to administer, and deactivates accounts: one act a form. */
export async function changePeople(program: string, _: FormState, form: FormData): Promise<FormState> {
  const { context, actor } = await viewer()
  const state = await submitted(form, async () => {
    const user = textOf(form, 'user')
    if (!z.uuid().safeParse(user).success) {
      throw invalid([{ path: 'user', code: 'missing', message: 'Choose a person.' }])
    }
    const change = { program, user, role: textOf(form, 'role') }
    switch (textOf(form, 'act')) {
      case 'give_role':
        await grantRole(context, actor, change)
        return 'The role is given. It counts from now on.'
      case 'take_role':
        await endRole(context, actor, change)
        return 'The role is taken away. It counts no more.'
      case 'make_administrator':
        await grantAdministrator(context, actor, user)
        return 'Made administrator.'
      case 'end_administrator':
        await endAdministrator(context, actor, user)
        return 'Administers no longer.'
      case 'deactivate':
        await deactivatePerson(context, actor, user)
        return 'The account is deactivated.'
      default:
        throw new Refusal('unreadable', 'unknown_act', 'The page is out of date. Reload it.')
    }
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return state
}
