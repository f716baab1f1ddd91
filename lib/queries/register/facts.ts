import type { Json } from '@/lib/register/canonical'

/** One thing that an entry says, as a page shows it. */
export interface EntryFactDto {
  /** "likelihood", "canonical digest". */
  label: string
  text: string
  kind: 'text' | 'digest' | 'instant' | 'day'
  /** The page of what it names; null where there is none. */
  href: string | null
}

/** What an entry's ids are called, and where they lead. */
export interface Places {
  program: string
  person: (id: string) => string | null
  /** The run that an upload belongs to; null where it is another program's. */
  runOf: (upload: number) => number | null
}

type Fields = { readonly [key: string]: Json }

const isFields = (json: Json | undefined): json is Fields =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/**
 * An entry's payload as a list of facts in its own order; nothing is left out. What cannot be read as an object is one
 * fact, whole.
 */
export function entryFacts(payload: string, places: Places): EntryFactDto[] {
  const parsed = parse(payload)
  if (!isFields(parsed)) return [{ label: 'payload', text: payload, kind: 'text', href: null }]
  return factsOf(parsed, '', places, parsed)
}

function parse(payload: string): Json | undefined {
  try {
    return JSON.parse(payload) as Json
  } catch {
    return undefined
  }
}

function factsOf(fields: Fields, before: string, places: Places, whole: Fields): EntryFactDto[] {
  return Object.entries(fields).flatMap(([key, value]) =>
    isFields(value)
      ? factsOf(value, `${before}${labelOf(key)} `, places, whole)
      : [{ label: `${before}${labelOf(key)}`, ...shown(value, places), href: pageOf(key, value, places, whole) }],
  )
}

/** `canonicalDigest` as "canonical digest". */
const labelOf = (key: string): string =>
  key.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function shown(value: Json, { person }: Places): Pick<EntryFactDto, 'text' | 'kind'> {
  if (value === null) return { text: 'none', kind: 'text' }
  if (typeof value === 'boolean') return { text: value ? 'yes' : 'no', kind: 'text' }
  if (Array.isArray(value)) {
    const all = value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
    return { text: all.length === 0 ? 'none' : all.join(', '), kind: 'text' }
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (/^[0-9a-f]{64}$/.test(text)) return { text, kind: 'digest' }
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return { text, kind: 'instant' }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { text, kind: 'day' }
  return { text: person(personIn(text)) ?? text, kind: 'text' }
}

/** A page for each key that names something with one; every packet is read on the page of its decision. */
function pageOf(key: string, value: Json, { program, person, runOf }: Places, whole: Fields): string | null {
  const base = `/${program}`
  if (typeof value === 'number') {
    switch (key) {
      case 'incident':
        return `${base}/incidents/${value}`
      case 'run':
        return `${base}/runs/${value}`
      case 'review':
        return `${base}/reviews/${value}`
      case 'upload': {
        const run = runOf(value)
        return run === null ? null : `${base}/runs/${run}`
      }
      default:
        return null
    }
  }
  if (typeof value !== 'string') return null
  if (person(personIn(value)) !== null) return `${base}/people?person=${personIn(value)}`
  switch (key) {
    case 'decision':
    case 'by':
      return decisionPage(base, value)
    case 'packet':
      return typeof whole.decision === 'string' ? decisionPage(base, whole.decision) : null
    case 'run':
      // An upload says its run by the digest of a name.
      return typeof whole.upload === 'number' ? pageOf('upload', whole.upload, { program, person, runOf }, whole) : null
    case 'risk':
      return `${base}/risks/${encodeURIComponent(value)}`
    case 'metric':
      return `${base}/metrics/${encodeURIComponent(value)}`
    case 'window':
      return `${base}/scoreboard?window=${encodeURIComponent(value)}`
    case 'gate':
      return /^[\w-]+\/(entry|exit)$/.test(value) ? `${base}/gates/${value}` : null
    default:
      return null
  }
}

/** Actors are named with their kind before the id. */
const personIn = (text: string): string => text.replace(/^user:/, '')

const decisionPage = (base: string, id: string): string | null =>
  /^D-\d+$/.test(id) ? `${base}/decisions/${id.slice(2)}` : null
