import { EnvError } from '@/lib/env'
import { Refusal } from '@/lib/verbs/refusal'
import type { Command } from './command'
import { PlainError } from './installation/plain-error'

interface Entry {
  says: string
  load(): Promise<{ command: Command }>
}

const commands: Record<string, Entry> = {
  start: {
    says: 'run Signalbox; on the embedded database unless DATABASE_URL is set',
    load: () => import('./commands/start'),
  },
  dev: { says: 'the same for developers, with reload', load: () => import('./commands/dev') },
  test: { says: 'run every check and test', load: () => import('./commands/test') },
  migrate: { says: 'bring the database of DATABASE_URL up to this version', load: () => import('./commands/migrate') },
  upload: {
    says: 'upload a run: a body of our own, or a wasm budget summary',
    load: () => import('./commands/upload'),
  },
  token: { says: 'create, list and revoke API tokens', load: () => import('./commands/token') },
  program: { says: 'check, load, show and list program definitions', load: () => import('./commands/program') },
  verify: { says: 'check the bundle of a decision, offline', load: () => import('./commands/verify') },
  register: {
    says: 'check the register, rotate its key, recover after a restore',
    load: () => import('./commands/register'),
  },
  demo: { says: 'remove the demo, or bring it back', load: () => import('./commands/demo') },
  'setup-code': {
    says: 'print a one-time code that makes whoever enters it administrator',
    load: () => import('./commands/setup-code'),
  },
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { says }]) => `  signalbox ${name.padEnd(width)}  ${says}`)
  return [
    'Signalbox: the signal box of a release program.',
    '',
    ...lines,
    '',
    'signalbox COMMAND --help says more.',
  ].join('\n')
}

export async function main(argv: string[]): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(usage())
    return name === undefined ? 2 : 0
  }
  const entry = commands[name]
  if (entry === undefined) {
    console.error(`There is no command "${name}".\n\n${usage()}`)
    return 2
  }
  try {
    const { command } = await entry.load()
    return await command(args)
  } catch (error) {
    return report(error)
  }
}

/** People get a sentence; only a fault of our own shows its stack. */
function report(error: unknown): number {
  if (error instanceof PlainError) {
    console.error(error.message)
    return error.exitCode
  }
  if (error instanceof EnvError) {
    console.error(error.message)
    return 2
  }
  if (error instanceof Refusal) {
    console.error([error.message, ...error.faults.map((fault) => `  ${fault.path}: ${fault.message}`)].join('\n'))
    return 1
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(error.message)
    return 2
  }
  console.error(error)
  return 2
}
