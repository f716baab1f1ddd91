/** Fields of a proposal that hold one pointer a line. */
const lists = new Set(['evidence'])
const numbers = new Set(['incident', 'board'])
/** Fields that may stay empty and are then not said. */
const optional = new Set(['control', 'followUp', 'board', 'review', 'text'])

/**
 * The input of a proposal from its form: `input.reason` becomes `reason`, `input.note.context` a field of `note`, which
 * is not said where all of it is empty. The verb checks it.
 */
export function proposalInput(form: FormData): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  const note: Record<string, string> = {}
  for (const [name, value] of form.entries()) {
    if (!name.startsWith('input.') || typeof value !== 'string') continue
    const key = name.slice('input.'.length)
    if (key.startsWith('note.')) note[key.slice('note.'.length)] = value.trim()
    else input[key] = read(key, value)
  }
  if (Object.keys(note).length > 0) input.note = Object.values(note).every((text) => text === '') ? null : note
  return input
}

function read(key: string, value: string): unknown {
  const text = value.trim()
  if (lists.has(key))
    return text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  if (optional.has(key) && text === '') return null
  if (numbers.has(key)) return /^\d+$/.test(text) ? Number(text) : text
  return key === 'source' ? value : text
}
