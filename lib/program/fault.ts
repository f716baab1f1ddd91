/** One thing wrong with a definition: where (a path such as `phases.0.entry.criteria.1.id`), which line, what. */
export interface Fault {
  path: string
  line: number | null
  code: string
  message: string
}

/** Keys and indexes from the top of a definition to a place in it. */
export type Path = readonly PropertyKey[]

/** A fault before its line is known. */
export interface Problem {
  path: Path
  code: string
  message: string
}
