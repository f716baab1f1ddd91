'use server'

import { revalidatePath } from 'next/cache'
import type { ReplaceState } from '@/components/program/replace-form'
import { acted } from '@/lib/http/acting'
import { DefinitionRefused, storeDefinition } from '@/lib/verbs/program/store'
import { Refusal } from '@/lib/verbs/refusal'

/** Puts another definition in force, from the text, or from the file where there is no text. */
export async function replaceDefinition(program: string, _: ReplaceState, form: FormData): Promise<ReplaceState> {
  const lines: ReplaceState['lines'] = []
  const state = await acted(form, async ({ context, actor }) => {
    const source = await sourceOf(form)
    if (source.trim() === '') throw new Refusal('refused', 'empty', 'Choose a file or enter a definition.')
    try {
      const stored = await storeDefinition(context, actor, source, program)
      return stored.changed
        ? `Revision ${stored.revision} is in force.`
        : `Nothing changed: revision ${stored.revision} is this very definition.`
    } catch (error) {
      if (!(error instanceof DefinitionRefused)) throw error
      lines.push(...error.faults)
      throw new Refusal('refused', 'definition', `${error.message} Nothing was stored.`)
    }
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return { ...state, lines }
}

/** The text as typed, or the file. Browsers send a typed line's end as two characters; a file has one. */
async function sourceOf(form: FormData): Promise<string> {
  const [typed, file] = [form.get('source'), form.get('file')]
  if (typeof typed === 'string' && typed.trim() !== '') return typed.replaceAll('\r\n', '\n')
  return file instanceof File ? file.text() : ''
}
