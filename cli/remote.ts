import { z } from 'zod'
import { env } from '@/lib/env'
import { PlainError } from './installation/plain-error'

const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

/** The address of the Signalbox that is asked. */
export function serverOf(options: { url?: string | undefined }): string {
  const { SIGNALBOX_URL, PORT } = env()
  return new URL(options.url ?? SIGNALBOX_URL ?? `http://localhost:${PORT}`).origin
}

/** A request to a Signalbox, at --url or SIGNALBOX_URL, with --token or SIGNALBOX_TOKEN. */
export async function request<T>(
  options: { url?: string | undefined; token?: string | undefined },
  path: string,
  init: RequestInit = {},
): Promise<T> {
  const { SIGNALBOX_URL, SIGNALBOX_TOKEN, PORT } = env()
  const base = options.url ?? SIGNALBOX_URL ?? `http://localhost:${PORT}`
  const token = options.token ?? SIGNALBOX_TOKEN
  if (token === undefined)
    throw new PlainError('A token is needed: --token or SIGNALBOX_TOKEN. Create one with `signalbox token create`.')
  const headers = new Headers(init.headers)
  headers.set('Authorization', `Bearer ${token}`)
  const response = await fetch(new URL(path, base), { ...init, headers }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new PlainError(`${base} cannot be reached: ${cause}`)
  })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as T
  const said = problem.safeParse(body)
  if (!said.success) throw new PlainError(`${base} answered ${response.status}.`)
  const faults = said.data.errors?.map(({ path: at, message }) => `  ${at}: ${message}`) ?? []
  throw new PlainError([said.data.detail, ...faults].join('\n'), 1)
}
