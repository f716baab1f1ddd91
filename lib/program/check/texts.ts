import type { Problem } from '../fault'

/** Texts that no text of a definition may hold: what a database or a digest could not take. */
export function unfitTexts(value: unknown, path: readonly PropertyKey[] = []): Problem[] {
  if (typeof value === 'string') return unfit(value, path)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, key]
    return [...unfit(key, here), ...unfitTexts(item, here)]
  })
}

function unfit(text: string, path: readonly PropertyKey[]): Problem[] {
  if (!text.isWellFormed()) return [{ path, code: 'surrogate', message: 'holds an unpaired surrogate' }]
  return text.includes('\u0000') ? [{ path, code: 'nul', message: 'holds NUL (U+0000)' }] : []
}
