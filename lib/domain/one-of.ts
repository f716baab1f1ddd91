/** Whether a text is one of these words; then it has their type. */
export const isOneOf = <T extends string>(text: string, words: readonly T[]): text is T =>
  (words as readonly string[]).includes(text)
