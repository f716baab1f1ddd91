/** JSON values as they come from a parser: what the canonical form is defined for. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The canonical form of a JSON value (RFC 8785): no white space, keys sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Throws a TypeError for numbers and texts that JSON cannot say.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
    return Object.is(value, -0) ? '0' : String(value)
  }
  if (typeof value === 'string') return canonicalText(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  let out = ''
  for (const key of Object.keys(value).sort()) {
    out += `${out === '' ? '' : ','}${canonicalText(key)}:${canonicalJson(value[key] as Json)}`
  }
  return `{${out}}`
}

function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('an unpaired surrogate has no JSON form')
  return JSON.stringify(text)
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
