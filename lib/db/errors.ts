/** SQLSTATEs that verbs and retries know. */
export const sqlState = {
  uniqueViolation: '23505',
  lockNotAvailable: '55P03',
  deadlock: '40P01',
  serialization: '40001',
  undefinedTable: '42P01',
} as const

/** The SQLSTATE of a fault, whether pg or Prisma's driver adapter threw it. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const own = textAt(error, ['code'])
  if (own !== undefined && /^[0-9A-Z]{5}$/.test(own) && !own.startsWith('P')) return own
  return (
    textAt(error, ['meta', 'driverAdapterError', 'cause', 'originalCode']) ?? textAt(error, ['cause', 'originalCode'])
  )
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && key in at ? (at as Record<string, unknown>)[key] : undefined,
    value,
  )
  return typeof found === 'string' ? found : undefined
}
