import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import { unbuilt } from './built'
import { inconsistencies } from './check/inconsistencies'
import { unfitTexts } from './check/texts'
import type { Fault } from './fault'
import { readYaml } from './read-yaml'
import type { Program } from './schema/program'
import { shape } from './shape'

/** A definition that may be stored as a revision: the program, its canonical form and the SHA-256 of that, in hex. */
export interface LoadedProgram {
  program: Program
  canonical: string
  digest: string
}

export type Loaded = { ok: true; loaded: LoadedProgram } | { ok: false; faults: Fault[] }

const MAX_BYTES = 2 * 1024 * 1024

/**
 * Reads a program definition (YAML or JSON). It is taken whole or refused with every fault at once, each with its line:
 * text, shape, references between rows, and what it asks for that is not built yet. Text that cannot be taken apart at
 * all is the one fault that hides others.
 */
export function loadProgram(source: string): Loaded {
  if (Buffer.byteLength(source) > MAX_BYTES) {
    return refused([{ path: '', line: null, code: 'too_large', message: 'a definition has 2 MiB at most' }])
  }
  const read = readYaml(source)
  if (!read.ok) return refused(read.faults)
  const { value, faults, damage, lineOf } = read.reading
  const { program, draft, problems } = shape(value, damage)
  const all = [...unfitTexts(value), ...problems, ...inconsistencies(draft, damage), ...unbuilt(draft)]
  const located = all.map((problem) => ({
    path: problem.path.map(String).join('.'),
    line: lineOf(problem.path),
    code: problem.code,
    message: problem.message,
  }))
  if (program === null || faults.length + located.length > 0) return refused([...faults, ...located])
  const canonical = canonicalJson(JSON.parse(JSON.stringify(program)) as Json)
  return { ok: true, loaded: { program, canonical, digest: sha256(canonical).toString('hex') } }
}

const refused = (faults: Fault[]): Loaded => ({
  ok: false,
  faults: faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
})
