import { invalid } from '../refusal'

/** The name of a key, which its owner tells it apart by. */
export function keyName(typed: string): string {
  const name = typed.trim()
  if (name.length >= 1 && name.length <= 100) return name
  throw invalid([{ path: 'name', code: 'length', message: 'A name has 1 to 100 characters.' }])
}
