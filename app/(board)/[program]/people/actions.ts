'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { acted } from '@/lib/http/acting'
import { type FormState, rowOf, textOf } from '@/lib/http/form'
import { endDeputy } from '@/lib/verbs/deputy/end'
import { grantDeputy } from '@/lib/verbs/deputy/grant'
import { deactivatePerson } from '@/lib/verbs/person/deactivate'
import { endAdministrator } from '@/lib/verbs/person/end-administrator'
import { endRole } from '@/lib/verbs/person/end-role'
import { grantAdministrator } from '@/lib/verbs/person/grant-administrator'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { invalid, Refusal } from '@/lib/verbs/refusal'

/** Gives and takes roles, deputies and the right to administer, and deactivates accounts: one act a form. */
export async function changePeople(program: string, _: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    const act = textOf(form, 'act')
    if (act === 'name_deputy') {
      await grantDeputy(context, actor, {
        program,
        role: textOf(form, 'role'),
        holder: person(form, 'holder'),
        deputy: person(form, 'deputy'),
        from: textOf(form, 'from'),
        until: textOf(form, 'until'),
      })
      return 'The deputy is named, for that time. Their votes show it.'
    }
    if (act === 'end_deputy') {
      await endDeputy(context, actor, { program, deputy: rowOf(form, 'deputy') })
      return 'The term is ended. They stand in no longer.'
    }
    const user = person(form, 'user')
    const change = { program, user, role: textOf(form, 'role') }
    switch (act) {
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

function person(form: FormData, field: string): string {
  const user = textOf(form, field)
  if (z.uuid().safeParse(user).success) return user
  throw invalid([{ path: field, code: 'missing', message: 'Choose a person.' }])
}
