'use server'

import { revalidatePath } from 'next/cache'
import type { CreateTokenState } from '@/components/access/create-token'
import { acted } from '@/lib/http/acting'
import { type FormState, rowOf, textOf } from '@/lib/http/form'
import { createToken } from '@/lib/verbs/token/create'
import { revokeToken } from '@/lib/verbs/token/revoke'

export async function createTokenByForm(
  program: string,
  _: CreateTokenState,
  form: FormData,
): Promise<CreateTokenState> {
  const name = textOf(form, 'name')
  const scope = textOf(form, 'scope') === 'read' ? 'read' : 'upload'
  const gated = textOf(form, 'gated') === '1'
  let issued: CreateTokenState['issued'] = null
  const state = await acted(form, async ({ context, actor }) => {
    const { token } = await createToken(context, actor, { program, name, scope, gated })
    issued = { name, token, scope, gated }
    return null
  })
  if (state.done) revalidatePath(`/${program}/tokens`)
  return { ...state, issued }
}

export async function revokeTokenByForm(program: string, _: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    await revokeToken(context, actor, program, rowOf(form, 'token'))
    return null
  })
  if (state.done) revalidatePath(`/${program}/tokens`)
  return state
}
