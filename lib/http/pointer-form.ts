import { textOf } from './form'

/** Pointers of a form: `evidence.0.uri`, `evidence.0.sha256` and so on, up to the last that says anything. */
export function pointersOf(form: FormData): { uri: string; sha256: string | null }[] {
  const found: { uri: string; sha256: string | null }[] = []
  let last = 0
  for (let index = 0; form.has(`evidence.${index}.uri`); index += 1) {
    const [uri, sha256] = [textOf(form, `evidence.${index}.uri`), textOf(form, `evidence.${index}.sha256`)]
    found.push({ uri, sha256: sha256 === '' ? null : sha256 })
    if (uri !== '' || sha256 !== '') last = index + 1
  }
  // The first is always looked at, so that its field says what is missing.
  return found.slice(0, Math.max(last, 1))
}

/** A text that may be left empty. */
export const optionalText = (form: FormData, name: string): string | null => {
  const text = textOf(form, name)
  return text === '' ? null : text
}
