import { randomUUID } from 'node:crypto'
import { LockTimeout } from '@/lib/db/transact'
import { Refusal } from '@/lib/verbs/refusal'
import { errorFields, log } from './log'

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Postgres or the way to it is not there: worth another try. */
const connectionFaults = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
])

/** Any fault as an RFC 9457 answer: refusals in their own words, everything else without a word of its inside. */
export function problemFrom(error: unknown): Response {
  if (error instanceof Refusal) return refusalResponse(error)
  if (error instanceof LockTimeout) {
    return refusalResponse(new Refusal('unavailable', 'busy', 'The program is busy. Try again.', [], 1))
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reference = randomUUID()
  log('error', 'request.failed', { reference, ...errorFields(error) })
  if (connectionFaults.has(code)) {
    return refusalResponse(
      new Refusal('unavailable', 'no_database', 'The database cannot be reached. Try again.', [], 5),
    )
  }
  const detail = `Something went wrong here, and nothing was stored. Reference: ${reference}.`
  return respond(500, { code: 'internal', detail })
}

/** The address takes another method. */
export const notAllowed = (allowed: string): Response =>
  respond(405, { code: 'method', detail: `This address takes ${allowed} alone.` }, { Allow: allowed })

function refusalResponse(refusal: Refusal): Response {
  const headers: Record<string, string> = {}
  if (refusal.retryAfter !== undefined) headers['Retry-After'] = String(refusal.retryAfter)
  if (refusal.status === 401) headers['WWW-Authenticate'] = 'Bearer'
  const errors = refusal.faults.length > 0 ? { errors: refusal.faults } : {}
  return respond(refusal.status, { code: refusal.code, detail: refusal.message, ...errors }, headers)
}

function respond(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  const problem = { type: 'about:blank', title: titles[status] ?? 'Error', status, ...body }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  })
}
