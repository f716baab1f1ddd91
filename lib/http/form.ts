import { LockTimeout } from '@/lib/db/transact'
import { type InputFault, invalid, notFound, Refusal } from '@/lib/verbs/refusal'
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
    refuseNul(typed)
    return { done: true, message: await work(), faults: [], typed: {} }
  } catch (error) {
    if (error instanceof Refusal) return { done: false, message: error.message, faults: [...error.faults], typed }
    if (error instanceof LockTimeout)
      return { done: false, message: 'The program is busy. Try again.', faults: [], typed }
    log('error', 'form.failed', errorFields(error))
    return { done: false, message: 'Something went wrong here, and nothing was stored.', faults: [], typed }
  }
}

/** No text that holds NUL can be kept, nor does it name anything: said at its field, before a verb asks the database. */
function refuseNul(typed: Record<string, string>): void {
  const faults = Object.entries(typed)
    .filter(([, text]) => text.includes('\u0000'))
    .map(([path]) => ({ path, code: 'nul', message: 'This has characters that cannot be kept.' }))
  if (faults.length > 0) throw invalid(faults)
}

export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** The number of a row that a form names. What is none is refused as a row that is not there. */
export function rowOf(form: FormData, name: string, what = name): number {
  const text = textOf(form, name)
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound(what)
  return Number(text)
}

/** What a page's script put into a field as JSON; undefined where it is none. */
export function jsonOf(form: FormData, name: string): unknown {
  try {
    return JSON.parse(textOf(form, name)) as unknown
  } catch {
    return undefined
  }
}
