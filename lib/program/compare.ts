import type { Json } from '@/lib/register/canonical'
import type { Program } from './schema/program'

/** One place where two definitions differ; `null` where one of them has nothing there. */
export interface Difference {
  /** `scoreboard.metrics.M-PERF-01.measures.M-PERF-01A.limits.0.hard`: rows by their id where they have one. */
  path: string
  before: Json
  after: Json
}

/** Every difference of two definitions, in the order of the first; rows of lists are matched by id. */
export function differences(before: Program, after: Program): Difference[] {
  return [...between('', before as unknown as Json, after as unknown as Json)]
}

/** Whether a revision changes metrics or limits, and so needs a note (seed 11.3, semantics 2). */
export const isSchemaChange = (found: readonly Difference[]): boolean =>
  found.some(({ path }) => /^scoreboard\.(metrics|profiles|environments|dimensions)(\.|$)/.test(path))

function* between(path: string, before: Json, after: Json): Generator<Difference> {
  const [a, b] = [entries(before), entries(after)]
  if (a === null || b === null) {
    if (JSON.stringify(before) !== JSON.stringify(after)) yield { path, before, after }
    return
  }
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const at = path === '' ? key : `${path}.${key}`
    yield* between(at, a.get(key) ?? null, b.get(key) ?? null)
  }
}

/** The members of an object or a list by name, or null for anything else. */
function entries(value: Json): Map<string, Json> | null {
  if (value === null || typeof value !== 'object') return null
  if (!isList(value)) return new Map(Object.entries(value))
  const named = value.map((item, index): [string, Json] => [idOf(item) ?? String(index), item])
  return new Map(named)
}

function idOf(item: Json): string | null {
  if (item === null || typeof item !== 'object' || isList(item)) return null
  const id = item.id ?? item.kind
  return typeof id === 'string' ? id : null
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
