/**
 * JSON as uploads must be: UTF-8, one value, no key twice in an object, no NUL and no unpaired surrogate in a text.
 * JSON.parse lets all of these pass, and then two readers of one body may see different facts.
 */

export interface JsonFault {
  path: string
  code: 'unreadable' | 'duplicate_key' | 'nul' | 'surrogate'
  message: string
}

export type ParsedJson = { ok: true; value: unknown } | { ok: false; faults: JsonFault[] }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Parses a body. An `unreadable` fault comes alone; of the others, all are listed. */
export function parseStrictJson(bytes: Uint8Array): ParsedJson {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return unreadable('The body is not UTF-8.')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return unreadable(`The body is not JSON: ${error instanceof Error ? error.message : 'it does not parse'}.`)
  }
  try {
    // Both scans are cheap; only a body that fails them is walked for the places.
    const faults = keysInText(text) === keysInValue(value) ? [] : duplicateKeys(text)
    if (text.includes('\\u')) faults.push(...badTexts(value, ''))
    return faults.length === 0 ? { ok: true, value } : { ok: false, faults }
  } catch (error) {
    if (error instanceof RangeError) return unreadable('The body is nested too deeply.')
    throw error
  }
}

const unreadable = (message: string): ParsedJson => ({
  ok: false,
  faults: [{ path: '', code: 'unreadable', message }],
})

const join = (path: string, key: string | number): string => (path === '' ? String(key) : `${path}.${key}`)

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/** How many keys a valid JSON text has: its strings that a colon follows. */
function keysInText(text: string): number {
  let keys = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at)) {
    at = endOfString(text, at)
    while (text.charCodeAt(at) <= 0x20) at += 1
    if (text.charCodeAt(at) === COLON) keys += 1
  }
  return keys
}

/** The index after the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) at += code === BACKSLASH ? 2 : 1
  return at + 1
}

function keysInValue(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let keys = 0
  if (Array.isArray(value)) {
    for (const item of value) keys += keysInValue(item)
    return keys
  }
  for (const key in value) keys += 1 + keysInValue((value as Record<string, unknown>)[key])
  return keys
}

/** Walks a valid JSON text and names every key that its object has had before. */
function duplicateKeys(text: string): JsonFault[] {
  const faults: JsonFault[] = []
  const open: { path: string; keys: Set<string> | null; next: number }[] = []
  let pending = ''
  let at = 0
  const child = (): string => {
    const parent = open.at(-1)
    if (parent === undefined) return ''
    return parent.keys === null ? join(parent.path, parent.next) : pending
  }
  while (at < text.length) {
    const char = text[at]
    const parent = open.at(-1)
    if (char === '"') {
      const end = endOfString(text, at)
      let after = end
      while (text.charCodeAt(after) <= 0x20) after += 1
      if (text[after] === ':' && parent?.keys) {
        const key = JSON.parse(text.slice(at, end)) as string
        pending = join(parent.path, key)
        if (parent.keys.has(key)) {
          faults.push({ path: pending, code: 'duplicate_key', message: `The key "${key}" is there twice.` })
        }
        parent.keys.add(key)
      }
      at = end
      continue
    }
    if (char === '{') open.push({ path: child(), keys: new Set(), next: 0 })
    else if (char === '[') open.push({ path: child(), keys: null, next: 0 })
    else if (char === '}' || char === ']') open.pop()
    else if (char === ',' && parent?.keys === null) parent.next += 1
    at += 1
  }
  return faults
}

/** Texts, keys included, that hold what no text of a fact may hold. */
function badTexts(value: unknown, path: string): JsonFault[] {
  if (typeof value === 'string') return badText(value, path)
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, index) => badTexts(item, join(path, index)))
  return Object.entries(value).flatMap(([key, item]) => {
    const here = join(path, key)
    return [...badText(key, here), ...badTexts(item, here)]
  })
}

function badText(text: string, path: string): JsonFault[] {
  const faults: JsonFault[] = []
  if (text.includes('\u0000')) faults.push({ path, code: 'nul', message: 'A text must not hold NUL (U+0000).' })
  if (!text.isWellFormed())
    faults.push({ path, code: 'surrogate', message: 'A text must not hold an unpaired surrogate.' })
  return faults
}
