'use server'

import { revalidatePath } from 'next/cache'
import { acted } from '@/lib/http/acting'
import { type FormState, textOf } from '@/lib/http/form'
import { optionalText, pointersOf } from '@/lib/http/pointer-form'
import { confirmDefectList } from '@/lib/verbs/defect/confirm-list'
import { recordDefect } from '@/lib/verbs/defect/record'
import { resolveDefect } from '@/lib/verbs/defect/resolve'
import { Refusal } from '@/lib/verbs/refusal'

/** Records a defect, resolves one recorded by hand, or confirms that the list kept by hand is complete. */
export async function changeDefects(program: string, _: FormState, form: FormData): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    const evidence = pointersOf(form)
    const defect = textOf(form, 'defect')
    switch (textOf(form, 'act')) {
      case 'record':
        await recordDefect(context, actor, {
          program,
          defect,
          title: textOf(form, 'title'),
          kind: textOf(form, 'kind'),
          severity: textOf(form, 'severity'),
          surface: optionalText(form, 'surface'),
          // A day is enough to find a defect on: it stands from the day's first moment, UTC.
          openedAt: `${textOf(form, 'openedAt')}T00:00:00Z`,
          evidence,
        })
        return `${defect} is recorded. It counts from now on.`
      case 'resolve':
        await resolveDefect(context, actor, { program, defect, note: textOf(form, 'note'), evidence })
        return `${defect} is resolved.`
      case 'confirm':
        await confirmDefectList(context, actor, { program, evidence })
        return 'Confirmed: the list kept by hand is complete as of now.'
      default:
        throw new Refusal('unreadable', 'unknown_act', 'The page is out of date. Reload it.')
    }
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return state
}
