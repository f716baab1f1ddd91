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
