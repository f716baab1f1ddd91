import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import { canonicalJson } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { unbuilt } from './built'
import { inconsistencies } from './check'
import type { Fault, Problem } from './fault'
import { type Program, programSchema } from './schema/program'

/** A definition that may be stored as a revision: the program, its canonical form and the SHA-256 of that, in hex. */
export interface LoadedProgram {
  program: Program
  canonical: string
  digest: string
}

export type Loaded = { ok: true; loaded: LoadedProgram } | { ok: false; faults: Fault[] }

const MAX_BYTES = 2 * 1024 * 1024

/**
 * Reads a program definition (YAML or JSON). It is taken whole or refused with every fault, each with its line:
 * syntax, shape, references between rows, and what it asks for that is not built yet.
 */
export function loadProgram(source: string): Loaded {
  if (Buffer.byteLength(source) > MAX_BYTES) {
    return refused([{ path: '', line: null, code: 'too_large', message: 'a definition has 2 MiB at most' }])
  }
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, strict: true })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  if (document.errors.length > 0) {
    return refused(
      document.errors.map((error) => ({
        path: '',
        line: lineAt(error.pos[0]),
        code: 'yaml',
        message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
      })),
    )
  }
  const value = plainValue(document)
  if (!value.ok) return refused([{ path: '', line: null, code: 'yaml', message: value.message }])

  const parsed = programSchema.safeParse(value.value)
  const located = (problem: Problem): Fault => ({
    path: problem.path.map(String).join('.'),
    line: lineOf(document, problem.path, lineAt),
    code: problem.code,
    message: problem.message,
  })
  if (!parsed.success) return refused(parsed.error.issues.flatMap(problemsOf).map(located))

  const problems = [...inconsistencies(parsed.data), ...unbuilt(parsed.data)]
  if (problems.length > 0) return refused(problems.map(located))
  const canonical = canonicalJson(JSON.parse(JSON.stringify(parsed.data)))
  return { ok: true, loaded: { program: parsed.data, canonical, digest: sha256(canonical).toString('hex') } }
}

const refused = (faults: Fault[]): Loaded => ({
  ok: false,
  faults: faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
})

/** The document as plain data. Anchors are resolved; a bomb of them is an error, not a crash. */
function plainValue(document: Document): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'the document cannot be resolved' }
  }
}

interface Issue {
  code: string
  path: PropertyKey[]
  message: string
  keys?: string[]
  errors?: Issue[][]
}

/** An unknown key is a fault at that key; of the ways a union fails, the one that came furthest says most. */
function problemsOf(issue: Issue): Problem[] {
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      code: 'unknown_key',
      message: `"${key}" is no key here`,
    }))
  }
  return [{ path: issue.path, code: issue.code, message: issue.message }]
}

/** The line of the key at `path`, or of the nearest thing above it that is there. */
function lineOf(document: Document, path: readonly PropertyKey[], lineAt: (offset: number) => number): number | null {
  const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => String(item.key) === String(path.at(-1)))
    if (pair !== undefined && isNode(pair.key) && pair.key.range) return lineAt(pair.key.range[0])
  }
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lineAt(node.range[0])
  }
  return null
}
