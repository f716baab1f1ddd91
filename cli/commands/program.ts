import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { operator } from '@/lib/auth/actor'
import type { Fault } from '@/lib/program/fault'
import { programJsonSchema } from '@/lib/program/json-schema'
import { loadProgram } from '@/lib/program/load'
import { programDefinition, programs } from '@/lib/queries/programs'
import { DefinitionRefused, storeDefinition } from '@/lib/verbs/program/store'
import { onInstallation } from '../installation/installation'
import { codeOf, PlainError } from '../installation/plain-error'
import type { Command } from '../command'

const help = `signalbox program check FILE     says whether a definition can be loaded, and every fault with its line
signalbox program load FILE      stores it as the program's next revision and puts it in force
signalbox program show ID        prints the definition in force
signalbox program list           lists the programs of this installation
signalbox program schema         prints the JSON Schema of a definition, for editors

A program that has entered its first phase takes a new revision by decision only.`

export const command: Command = async (args) => {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  })
  const [action, subject] = positionals
  if (values.help || action === undefined) {
    console.log(help)
    return values.help ? 0 : 2
  }
  if (action === 'list') {
    for (const program of await onInstallation((context) => programs(context, operator))) {
      console.log(`${program.id}  revision ${program.revision}  ${program.title}`)
    }
    return 0
  }
  if (action === 'schema') {
    console.log(JSON.stringify(programJsonSchema(), null, 2))
    return 0
  }
  if (subject === undefined) throw new PlainError(help)
  if (action === 'check') return check(subject)
  if (action === 'load') return load(subject)
  if (action === 'show') {
    console.log((await onInstallation((context) => programDefinition(context, operator, subject))).source)
    return 0
  }
  throw new PlainError(`There is no "program ${action}".\n\n${help}`)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new PlainError(`${file} cannot be read (${codeOf(error)}).`)
  }
}

function check(file: string): number {
  const loaded = loadProgram(read(file))
  if (!loaded.ok) return tellFaults(file, loaded.faults)
  console.log(`${file} can be loaded: ${loaded.loaded.program.title}, SHA-256 ${loaded.loaded.digest}`)
  return 0
}

async function load(file: string): Promise<number> {
  const source = read(file)
  try {
    const stored = await onInstallation((context) => storeDefinition(context, operator, source))
    const words = stored.changed
      ? `is in force as revision ${stored.revision}`
      : `was in force already, revision ${stored.revision}`
    console.log(`${stored.slug} ${words}, SHA-256 ${stored.digest}`)
    return 0
  } catch (error) {
    if (error instanceof DefinitionRefused) return tellFaults(file, error.faults)
    throw error
  }
}

function tellFaults(file: string, faults: readonly Fault[]): number {
  for (const { line, path, message } of faults)
    console.error(`${file}:${line ?? '?'}: ${path === '' ? '' : `${path}: `}${message}`)
  console.error(`${faults.length === 1 ? 'One fault' : `${faults.length} faults`}; nothing was stored.`)
  return 1
}
