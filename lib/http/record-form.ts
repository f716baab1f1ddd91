import { iso } from '@/lib/domain/instant'
import { localTime } from '@/lib/domain/window/local-time'
import type { UploadAnswer } from '@/lib/verbs/upload/answer'
import type { RecordedSample } from '@/lib/verbs/upload/record-sample'
import { type InputFault, invalid } from '@/lib/verbs/refusal'
import { type FormState, textOf } from './form'

/** What the form to record a sample is told: besides the usual, the answer once it is recorded. */
export interface RecordState extends FormState {
  answer: UploadAnswer | null
}

/**
 * A form's fields as the verb takes them. Times are of the program's zone. What cannot be read is refused here, every
 * fault at its field; what the program says of it is the verb's to judge.
 */
export function recordedSample(form: FormData, program: string, zone: string): RecordedSample {
  const faults: InputFault[] = []
  const text = (name: string, what: string): string => {
    const typed = textOf(form, name)
    if (typed === '') faults.push({ path: name, code: 'missing', message: what })
    return typed
  }
  const figure = (name: string): number => {
    const typed = textOf(form, name)
    const known = /^[+-]?\d+(\.\d+)?$/.test(typed)
    if (!known) faults.push({ path: name, code: 'number', message: numberFault(typed) })
    return known ? Number(typed) : Number.NaN
  }
  const measure = text('measure', 'Choose a measure.')
  const profile = text('profile', 'Choose a profile.')
  const environment = text('environment', 'Choose an environment.')
  const counted = textOf(form, 'mode') === 'counts'
  const figures = counted ? { passed: figure('passed'), total: figure('total') } : { value: figure('value') }
  const observedAt = instant(form, zone, faults)
  const sample = {
    program,
    key: textOf(form, 'key'),
    measure,
    profile,
    environment,
    ...figures,
    unit: textOf(form, 'unit'),
    observedAt,
    artifact: text('artifact', 'Say where the figure can be looked up.'),
    record: {
      system: text('system', 'Name the system that keeps the record.'),
      id: text('recordId', 'Give the id of the record.'),
    },
  }
  if (sample.key === '')
    throw invalid([{ path: '', code: 'key', message: 'The form is out of date. Reload the page.' }])
  if (faults.length > 0) throw invalid(faults)
  return sample
}

function numberFault(typed: string): string {
  if (typed === '') return 'Enter a figure.'
  return typed.includes(',')
    ? 'Write 12.5 with a point, and thousands without a comma.'
    : 'Enter a figure such as 12.5, without its unit.'
}

/** The instant that the form's local time means. A time that did not come, or came twice, is never guessed at. */
function instant(form: FormData, zone: string, faults: InputFault[]): string {
  const found = localTime(zone, textOf(form, 'observedAt'))
  const refuse = (code: string, message: string): string => {
    faults.push({ path: 'observedAt', code, message })
    return ''
  }
  switch (found.kind) {
    case 'once':
      return iso(found.instant)
    case 'never':
      return refuse('no_such_time', `There was no such time: clocks went from ${found.before} to ${found.after}.`)
    case 'twice': {
      const which = textOf(form, 'occurrence')
      if (which === 'first') return iso(found.first)
      if (which === 'second') return iso(found.second)
      return refuse('ambiguous_time', 'This time came twice, as clocks were put back. Choose which is meant.')
    }
    case 'unreadable':
      return refuse('missing', 'Enter the day and time at which it was observed.')
  }
}
