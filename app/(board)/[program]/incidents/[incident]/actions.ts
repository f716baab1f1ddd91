'use server'

import { revalidatePath } from 'next/cache'
import { acted } from '@/lib/http/acting'
import { type FormState, textOf } from '@/lib/http/form'
import { pointersOf } from '@/lib/http/pointer-form'
import { addIncidentEvidence } from '@/lib/verbs/incident/add-evidence'
import { recordPostMortem } from '@/lib/verbs/incident/record-post-mortem'
import { Refusal } from '@/lib/verbs/refusal'

/** Someone adds evidence to an open incident, or records the post-mortem of one that ended by a rollback. */
export async function followUp(program: string, incident: number, _: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    const evidence = pointersOf(form)
    const [first] = evidence
    switch (textOf(form, 'act')) {
      case 'evidence':
        await addIncidentEvidence(context, actor, { program, incident, statement: textOf(form, 'statement'), evidence })
        return 'Added. It moves no deadline.'
      case 'post_mortem':
        await recordPostMortem(context, actor, { program, incident, evidence: first ?? { uri: '', sha256: null } })
        return 'The post-mortem is recorded.'
      default:
        throw new Refusal('unreadable', 'unknown_act', 'The page is out of date. Reload it.')
    }
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return state
}
