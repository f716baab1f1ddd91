import { invalid } from '@/lib/verbs/refusal'

/** A whole number from an address; null where it is left out. */
function count(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  const value = Number(text)
  if (/^\d{1,15}$/.test(text) && Number.isSafeInteger(value)) return value
  throw invalid([{ path: name, code: 'number', message: 'This must be a whole number from 0 on.' }])
}

/** `?entry=12` or `?leaf=7`. */
export function proofQuery(query: URLSearchParams): { entry: string } | { leaf: number } {
  const [entry, leaf] = [count(query, 'entry'), count(query, 'leaf')]
  if (leaf !== null && entry === null) return { leaf }
  if (entry !== null && leaf === null) return { entry: String(entry) }
  throw invalid([{ path: 'entry', code: 'missing', message: 'Name one of them: entry or leaf.' }])
}

/** `?from=12&to=40`; without `to` the newest checkpoint. */
export function consistencyQuery(query: URLSearchParams): { from: number; to: number | null } {
  const from = count(query, 'from')
  if (from === null) throw invalid([{ path: 'from', code: 'missing', message: 'From which size on?' }])
  return { from, to: count(query, 'to') }
}
