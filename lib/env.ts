import { z } from 'zod'

/** The only reader of process.env. Every variable is documented in docs/configuration.md; a test compares the two. */

const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .optional()
  .transform((value) => value === '1' || value === 'true')

const flagOnByDefault = z
  .enum(['0', '1', 'true', 'false', ''])
  .optional()
  .transform((value) => value !== '0' && value !== 'false')

const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  SIGNALBOX_HOST: z.string().default('127.0.0.1'),
  SIGNALBOX_ORIGIN: optional.pipe(z.url().optional()),
  SIGNALBOX_DATA: optional,
  SIGNALBOX_DEMO: flagOnByDefault,
  SIGNALBOX_ADMIN: optional,
  SIGNALBOX_EMBEDDED: flag,
  SIGNALBOX_URL: optional.pipe(z.url().optional()),
  SIGNALBOX_TOKEN: optional,
  SIGNALBOX_CHECKPOINTS: optional,
  XDG_STATE_HOME: optional,
  SIGNALBOX_UPLOADS_PER_MINUTE: z.coerce.number().int().positive().default(6_000),
  SIGNALBOX_POOL: z.coerce.number().int().min(2).max(200).default(20),
  SIGNALBOX_REGISTER_KEY: optional,
  SIGNALBOX_REGISTER_KEY_FILE: optional,
  SIGNALBOX_REGISTER_STATE_FILE: optional,
  DATABASE_URL: optional,
  MIGRATION_DATABASE_URL: optional,
  NEXTAUTH_SECRET: optional,
  OIDC_ISSUER: optional.pipe(z.url().optional()),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: z.string().default('Single sign-on'),
})

export type Env = z.output<typeof schema>

/** A variable that cannot be used; the message names it and says what it takes. */
export class EnvError extends Error {}

function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new EnvError(`The environment cannot be used. ${faults.join('. ')}.`)
}

let cached: Env | undefined

/** The environment of this process, read once. */
export function env(): Env {
  cached ??= readEnv()
  return cached
}

/** The origin that browsers use, without a trailing slash: the one that writes by cookie must come from. */
export function origin({ SIGNALBOX_ORIGIN, PORT }: Env = env()): string {
  return new URL(SIGNALBOX_ORIGIN ?? `http://localhost:${PORT}`).origin
}
