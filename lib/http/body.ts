import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Refusal } from '@/lib/verbs/refusal'

/** An upload has 8 MiB at most, inflated. */
export const MAX_BODY = 8 * 1024 * 1024

const inflate = promisify(gunzip)

const tooLarge = (): Refusal =>
  new Refusal(
    'too_large',
    'too_large',
    'An upload has 8 MiB at most, inflated. Send the rest in further uploads of the run.',
  )

/** The bytes of a JSON body, inflated where it came compressed. The limit holds on both sides of the inflation. */
export async function readJsonBytes(request: Request): Promise<Uint8Array> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new Refusal('unsupported_media', 'not_json', 'The body must be application/json.')
  }
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Refusal('unsupported_media', 'encoding', 'The body may come as it is or with Content-Encoding: gzip.')
  }
  const raw = await readBytes(request)
  return encoding === 'gzip' ? inflated(raw) : raw
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? Number.NaN)
  if (declared > MAX_BODY) throw tooLarge()
  if (request.body === null) return new Uint8Array()
  try {
    if (!(declared >= 0)) return await readUpTo(request.body, MAX_BODY)
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.byteLength > MAX_BODY) throw tooLarge()
    return bytes
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('unreadable', 'incomplete', 'The body did not arrive whole.')
  }
}

/** Reads a body of unknown length, and stops at the first byte over the limit. */
async function readUpTo(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > limit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function inflated(raw: Uint8Array): Promise<Uint8Array> {
  try {
    return await inflate(raw, { maxOutputLength: MAX_BODY })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new Refusal('unreadable', 'not_gzip', 'The body is not gzip, though Content-Encoding says so.')
  }
}

/** The client's Idempotency-Key, or null. */
export function idempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key === null) return null
  if (/^[\x21-\x7e]{1,255}$/.test(key) && !key.startsWith('body:')) return key
  throw new Refusal(
    'unreadable',
    'idempotency_key',
    'An Idempotency-Key has 1 to 255 visible ASCII characters and does not start with "body:".',
  )
}
