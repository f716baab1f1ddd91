'use server'

import { revalidatePath } from 'next/cache'
import { acted } from '@/lib/http/acting'
import { type FormState, rowOf, textOf } from '@/lib/http/form'
import { optionalText, pointersOf } from '@/lib/http/pointer-form'
import { attest } from '@/lib/verbs/gate/attest'
import { recordValidation } from '@/lib/verbs/gate/record-validation'
import { withdrawAttestation } from '@/lib/verbs/gate/withdraw-attestation'
import { Refusal } from '@/lib/verbs/refusal'

/** Someone attests a criterion, enters a record of it, or takes one back: one act a form. */
export async function speakToGate(
  program: string,
  phase: string,
  side: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const state = await acted(form, async ({ context, actor }) => {
    if (side !== 'entry' && side !== 'exit') throw new Refusal('not_found', 'not_found', 'There is no such gate.')
    const place = {
      program,
      phase,
      gate: side,
      criterion: textOf(form, 'criterion'),
      role: optionalText(form, 'role'),
    } as const
    const evidence = pointersOf(form)
    switch (textOf(form, 'act')) {
      case 'attested':
        await attest(context, actor, { ...place, evidence, command: optionalText(form, 'command') })
        return 'Attested. It counts from now on.'
      case 'record':
        await recordValidation(context, actor, { ...place, evidence, recordId: textOf(form, 'recordId') })
        return 'The record is entered. It counts from now on.'
      case 'withdraw':
        await withdrawAttestation(context, actor, {
          program,
          attestation: rowOf(form, 'attestation'),
          reason: textOf(form, 'reason'),
        })
        return 'Withdrawn. It counts no more.'
      default:
        throw new Refusal('unreadable', 'unknown_act', 'The page is out of date. Reload it.')
    }
  })
  if (state.done) revalidatePath(`/${program}`, 'layout')
  return state
}
