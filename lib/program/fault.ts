/** One thing wrong with a definition: where (a path such as `scoreboard.metrics.3.measures.0.unit`), which line, what. */
export interface Fault {
  path: string
  line: number | null
  code: string
  message: string
}

/** A fault before its line is known. */
export interface Problem {
  path: readonly PropertyKey[]
  code: string
  message: string
}
