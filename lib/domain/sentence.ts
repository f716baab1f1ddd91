/**
 * Words as a sentence: a capital letter and a full stop. An id stays as it is written, also where it comes first: what
 * has a digit, a hyphen or the like in its first word is one. An id that may look like a plain word (the surface
 * `error`) never comes first: its kind does.
 */
export function sentence(words: string): string {
  const isId = !/^[a-z]+[,;:.!?]?(\s|$)/.test(words)
  const capital = isId ? words : words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

/** A reason (`over_limit: 672 KiB is over 650 KiB`) by its stable code, empty where it has none, and its sentence. */
export function reasonParts(reason: string): { code: string; words: string } {
  const found = /^([a-z_]+): (.*)$/s.exec(reason)
  return { code: found?.[1] ?? '', words: sentence(found?.[2] ?? reason) }
}

/**
 * A text of at most so many characters, cut between words where it is longer, and never in the middle of a character: a
 * reminder of it, never its wording.
 */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const whole = text.slice(0, most)
  const cut = whole.lastIndexOf(' ')
  return `${(cut > most / 2 ? whole.slice(0, cut) : whole.slice(0, most - 1)).replace(/[,;:.]+$|[\uD800-\uDBFF]$/, '')}…`
}
