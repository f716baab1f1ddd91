/** The first thing that is wrong with a bundle: a stable code, where (`votes.1.statement`), and a sentence. */
export class Wrong extends Error {
  constructor(
    readonly code: string,
    readonly at: string,
    message: string,
  ) {
    super(message)
  }
}

/** Goes on only where something is so. */
export function must(holds: boolean, code: string, at: string, message: string): asserts holds {
  if (!holds) throw new Wrong(code, at, message)
}
