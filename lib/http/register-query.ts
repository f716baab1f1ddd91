import type { EntryFilter } from '@/lib/queries/register/entries'
import { invalid } from '@/lib/verbs/refusal'
import { one, pageOf, type SearchParams } from './sample-query'

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

const day = (value: SearchParams[string]): string | null => {
  const text = one(value)
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
}

/** What the register page's address asks for; nonsense falls back to the default, never to an error. */
export function entryQuery(params: SearchParams, size: number): EntryFilter {
  const text = (name: string): string | null => {
    const value = one(params[name])
    return value === null || value.includes('\u0000') ? null : value.trim().slice(0, 200) || null
  }
  return {
    type: text('type'),
    actor: text('actor'),
    search: text('search'),
    from: day(params.from),
    to: day(params.to),
    oldestFirst: one(params.sort) === 'id',
    page: pageOf(params.page),
    size,
  }
}

/** `?older=3&newer=8`: two checkpoints to compare, by their numbers. */
export function pairQuery(params: SearchParams): [number, number] | null {
  const pair = [Number(one(params.older)), Number(one(params.newer))] as const
  return pair.every((id) => Number.isSafeInteger(id) && id > 0 && id < 2 ** 31) ? [...pair] : null
}
