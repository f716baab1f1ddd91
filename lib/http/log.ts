import { format } from 'node:util'

type Fields = Record<string, string | number | boolean | null | undefined>

/** One JSON object a line, errors to stderr. What came in from outside is only ever a value in it. */
export function log(level: 'info' | 'error', event: string, fields: Fields = {}): void {
  const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`
  if (level === 'error') process.stderr.write(line)
  else process.stdout.write(line)
}

/** An error as log fields. */
export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { message: String(error) }
  return { name: error.name, message: error.message, stack: error.stack }
}

type Said = Pick<Console, 'log' | 'info' | 'warn' | 'error'>

/**
 * What Next says on the console becomes log lines, too: a stack is a value in one line, not lines of text that whoever
 * caused the error could have written.
 */
export function logConsole(said: Said = console): void {
  const say =
    (level: 'info' | 'error') =>
    (...words: unknown[]): void =>
      log(level, 'console', { message: format(...words) })
  said.log = say('info')
  said.info = say('info')
  said.warn = say('error')
  said.error = say('error')
}
