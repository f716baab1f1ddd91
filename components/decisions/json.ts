import type { Json } from '@/lib/register/canonical'

/** Readers of a packet's sections. A packet is read as it was sealed, also by a page that is newer than it. */

export type Fields = { readonly [name: string]: Json }

const isFields = (json: Json | undefined): json is Fields =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** The objects of a list; nothing where there is none. */
export const rowsOf = (json: Json | undefined): Fields[] => (Array.isArray(json) ? json.filter(isFields) : [])

export const fieldsOf = (json: Json | undefined): Fields => (isFields(json) ? json : {})

/** A text, or a number or a truth as text; empty where there is none. */
export const textOf = (json: Json | undefined): string =>
  json === undefined || json === null || typeof json === 'object' ? '' : String(json)

export const textsOf = (json: Json | undefined): string[] =>
  Array.isArray(json) ? json.map(textOf).filter((text) => text !== '') : []

export const numberOf = (json: Json | undefined): number | null => (typeof json === 'number' ? json : null)

/** `releaseCandidate` as "Release candidate"; what is no name of a field, such as an id, stays as it is. */
export function nameOf(key: string): string {
  if (!/^[a-z][A-Za-z_]*$/.test(key)) return key
  const words = key.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Whether it is an instant as packets write one. */
export const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text)

/** Whether it is a day of the calendar as packets write one. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
