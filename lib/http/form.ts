import { LockTimeout } from '@/lib/db/transact'
import { type InputFault, Refusal } from '@/lib/verbs/refusal'
import { errorFields, log } from './log'

/** What a form is told: nothing yet, done, or what is wrong, with what was typed. */
export interface FormState {
  done: boolean
  message: string | null
  faults: InputFault[]
  typed: Record<string, string>
}

/** Runs a form's verb. A refusal comes back to the form's fields with everything that was typed. */
export async function submitted(form: FormData, work: () => Promise<string | null>): Promise<FormState> {
  const typed = Object.fromEntries(
    [...form.entries()].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  try {
    return { done: true, message: await work(), faults: [], typed: {} }
  } catch (error) {
    if (error instanceof Refusal) return { done: false, message: error.message, faults: [...error.faults], typed }
    if (error instanceof LockTimeout)
      return { done: false, message: 'The program is busy. Try again.', faults: [], typed }
    log('error', 'form.failed', errorFields(error))
    return { done: false, message: 'Something went wrong here, and nothing was stored.', faults: [], typed }
  }
}

export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** What a page's script put into a field as JSON; undefined where it is none. */
export function jsonOf(form: FormData, name: string): unknown {
  try {
    return JSON.parse(textOf(form, name)) as unknown
  } catch {
    return undefined
  }
}
