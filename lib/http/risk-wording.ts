import { Refusal } from '@/lib/verbs/refusal'
import type { RiskWording } from '@/lib/verbs/risk/words'
import { textOf } from './form'

/** What a form says of a risk; signals stand one a line. */
function wordingOf(form: FormData): RiskWording {
  return {
    category: textOf(form, 'category'),
    title: textOf(form, 'title'),
    statement: textOf(form, 'statement'),
    mitigation: textOf(form, 'mitigation'),
    closure: textOf(form, 'closure'),
    cadenceText: textOf(form, 'cadenceText'),
    review: textOf(form, 'review') as RiskWording['review'],
    signals: signalLines(form).map(({ text }) => text),
    gates: [...form.keys()].flatMap((name) => /^gate (.+)$/.exec(name)?.[1] ?? []),
    ownerRole: textOf(form, 'ownerRole'),
  }
}

const signalLines = (form: FormData): { text: string; line: number }[] =>
  textOf(form, 'signals')
    .split('\n')
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== '')

/** Runs a verb that takes a wording; faults of single signals and gates come back to their one field. */
export async function withWording<T>(form: FormData, verb: (words: RiskWording) => Promise<T>): Promise<T> {
  try {
    return await verb(wordingOf(form))
  } catch (error) {
    if (!(error instanceof Refusal) || error.faults.length === 0) throw error
    const lines = signalLines(form)
    throw new Refusal(
      error.kind,
      error.code,
      error.message,
      error.faults.map((fault) => {
        const [field, index] = fault.path.split('.')
        if (index === undefined) return fault
        if (field !== 'signals') return { ...fault, path: field ?? '' }
        return { ...fault, path: 'signals', message: `Line ${lines[Number(index)]?.line}: ${fault.message}` }
      }),
    )
  }
}
