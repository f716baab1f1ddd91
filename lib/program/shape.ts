import { type Damage } from './damage'
import type { Path, Problem } from './fault'
import { type Program, programSchema } from './schema/program'
import { HOLE } from './read-yaml'

/** A definition of which anything may be lacking: what the checks between rows read, so that they run on any text. */
export type Draft<T> = T extends readonly (infer U)[]
  ? readonly (Draft<U> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> | undefined }
    : T

export interface Shaped {
  /** The program with its defaults; null where its shape has a fault. */
  program: Program | null
  /** What of it can be used, without defaults where the shape has a fault. */
  draft: Draft<Program> | undefined
  problems: Problem[]
}

/** Holds plain data against the schema. What does not fit is reported, added to `damage` and taken out of `value`. */
export function shape(value: unknown, damage: Damage): Shaped {
  const parsed = programSchema.safeParse(value)
  if (parsed.success) return { program: parsed.data, draft: parsed.data, problems: [] }
  const problems: Problem[] = []
  let rest = value
  for (const issue of parsed.error.issues.flatMap(narrowed)) {
    if (issue.code === 'unrecognized_keys') {
      damage.addStrayKey(issue.path, Object.keys(at(value, issue.path) ?? {}))
      problems.push(...strayKeys(issue))
    } else {
      damage.add(issue.path)
      // A hole has been reported where it stands; an alias may show it in other places too.
      if (at(value, issue.path) !== HOLE) problems.push(problemOf(issue, at(value, issue.path)))
      if (issue.path.length === 0) rest = undefined
    }
  }
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') continue
    damage.add(issue.path)
    takeOut(rest, issue.path)
  }
  return { program: null, draft: rest as Draft<Program> | undefined, problems }
}

interface Issue {
  code: string
  path: PropertyKey[]
  message: string
  keys?: string[]
  errors?: Issue[][]
}

/** Of the ways in which a union fails, the one that is of the right type says most, if it is the only one. */
function narrowed(issue: Issue): Issue[] {
  const near = issue.errors?.filter((way) => !way.some((one) => one.code === 'invalid_type' && one.path.length === 0))
  const [only, ...others] = near ?? []
  if (only === undefined || others.length > 0) return [issue]
  return only.flatMap((one) => narrowed({ ...one, path: [...issue.path, ...one.path] }))
}

const strayKeys = ({ path, keys = [] }: Issue): Problem[] =>
  keys.map((key) => ({ path: [...path, key], code: 'unknown_key', message: `"${key}" is no key here` }))

function problemOf({ path, code, message }: Issue, value: unknown): Problem {
  return { path, code, message: value === undefined ? 'is required' : message }
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value)
}

function takeOut(value: unknown, path: Path): void {
  const key = path.at(-1)
  const parent = at(value, path.slice(0, -1))
  if (key !== undefined && isObject(parent)) parent[key] = undefined
}

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null
