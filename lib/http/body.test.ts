import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Refusal } from '@/lib/verbs/refusal'
import { idempotencyKey, MAX_BODY, readJsonBytes } from './body'

const MiB = 1024 * 1024

type Headers = Record<string, string>

const request = (body: BodyInit | null, headers: Headers = {}): Request =>
  new Request('http://signalbox.test/api', {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
    // @ts-expect-error: undici asks for it where a stream is sent, and the DOM's types do not know it.
    duplex: 'half',
  })

const bytes = (data: Buffer): BodyInit => Uint8Array.from(data)

/** A body of unknown length, in chunks; says how many of them were asked for. */
function stream(chunk: Uint8Array, count: number, end: 'close' | 'fail' = 'close') {
  const asked = { chunks: 0 }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (asked.chunks < count) {
        asked.chunks += 1
        controller.enqueue(chunk)
      } else if (end === 'close') controller.close()
      else controller.error(new Error('reset'))
    },
  })
  return { body, asked }
}

async function refusal(of: Request): Promise<[number, string]> {
  try {
    await readJsonBytes(of)
  } catch (error) {
    if (error instanceof Refusal) return [error.status, error.code]
    throw error
  }
  throw new Error('it was read')
}

const text = async (of: Request): Promise<string> => Buffer.from(await readJsonBytes(of)).toString('utf8')

describe('readJsonBytes', () => {
  it('reads a body as it is, of known length or not', async () => {
    expect(await text(request('{"a":"é"}'))).toBe('{"a":"é"}')
    expect(await text(request('{"a":1}', { 'Content-Length': '7' }))).toBe('{"a":1}')
    expect(await text(request(stream(Buffer.from('[1,2]'), 3).body))).toBe('[1,2][1,2][1,2]')
    expect(await text(request(null))).toBe('')
    expect(await text(request(''))).toBe('')
  })

  it.each(['gzip', 'GZIP', ' gzip '])('inflates what came as %s', async (encoding) => {
    const body = bytes(gzipSync('{"a":"é"}'))
    expect(await text(request(body, { 'Content-Encoding': encoding }))).toBe('{"a":"é"}')
    expect(await text(request(body, { 'Content-Encoding': encoding, 'Content-Length': '29' }))).toBe('{"a":"é"}')
  })

  it('takes "identity" for what it is', async () => {
    expect(await text(request('{}', { 'Content-Encoding': 'identity' }))).toBe('{}')
  })

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON ;x=y'])(
    'takes %s',
    async (type) => {
      expect(await text(request('{}', { 'Content-Type': type }))).toBe('{}')
    },
  )

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'application/problem+json',
    'json',
    '',
  ])('refuses the type %j', async (type) => {
    expect(await refusal(request('{}', { 'Content-Type': type }))).toEqual([415, 'not_json'])
  })

  it('refuses a body without a type', async () => {
    const untyped = new Request('http://signalbox.test/api', { method: 'POST', body: bytes(Buffer.from('{}')) })
    expect(await refusal(untyped)).toEqual([415, 'not_json'])
  })

  it.each(['br', 'deflate', 'zstd', 'compress', 'gzip, gzip', 'gzip,identity', 'x'])(
    'refuses the encoding %s',
    async (encoding) => {
      expect(await refusal(request('{}', { 'Content-Encoding': encoding }))).toEqual([415, 'encoding'])
    },
  )

  it.each([
    ['plain JSON', Buffer.from('{}')],
    ['nothing', Buffer.alloc(0)],
    ['half of it', gzipSync('{"a":1}').subarray(0, 15)],
    ['a wrong checksum', Buffer.from(gzipSync('{"a":1}').map((byte, at) => (at === 22 ? byte ^ 1 : byte)))],
    ['zlib', deflateSync('{"a":1}')],
  ])('refuses %s that calls itself gzip', async (_, body) => {
    expect(await refusal(request(bytes(body), { 'Content-Encoding': 'gzip' }))).toEqual([400, 'not_gzip'])
  })

  it('says so where a body breaks off', async () => {
    expect(await refusal(request(stream(Buffer.from('{'), 2, 'fail').body))).toEqual([400, 'incomplete'])
  })
})

describe('the limit of a body', () => {
  const full = Buffer.alloc(MAX_BODY, ' ')
  const over = Buffer.alloc(MAX_BODY + 1, ' ')

  it('is 8 MiB', () => {
    expect(MAX_BODY).toBe(8 * MiB)
  })

  it('holds to the byte for a body as it is', async () => {
    expect(await readJsonBytes(request(bytes(full)))).toHaveLength(MAX_BODY)
    expect(await refusal(request(bytes(over)))).toEqual([413, 'too_large'])
  })

  it('holds to the byte for what a compressed body inflates to', async () => {
    const gzip = { 'Content-Encoding': 'gzip' }
    expect(await readJsonBytes(request(bytes(gzipSync(full)), gzip))).toHaveLength(MAX_BODY)
    expect(await refusal(request(bytes(gzipSync(over)), gzip))).toEqual([413, 'too_large'])
  })

  it('stops a bomb: a body of a few KiB that inflates to much more', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MiB), { level: 9 })
    expect(bomb.byteLength).toBeLessThan(128 * 1024)
    expect(await refusal(request(bytes(bomb), { 'Content-Encoding': 'gzip' }))).toEqual([413, 'too_large'])
    // Members one after the other inflate to one body.
    const members = Buffer.concat(Array.from({ length: 9 }, () => gzipSync(Buffer.alloc(MiB, ' '))))
    expect(await refusal(request(bytes(members), { 'Content-Encoding': 'gzip' }))).toEqual([413, 'too_large'])
  })

  it('is known before reading, where the length is declared', async () => {
    const { body, asked } = stream(Buffer.alloc(MiB), 100)
    expect(await refusal(request(body, { 'Content-Length': String(MAX_BODY + 1) }))).toEqual([413, 'too_large'])
    expect(asked.chunks).toBeLessThanOrEqual(1)
  })

  it('stops a body without an end', async () => {
    const { body, asked } = stream(Buffer.alloc(MiB), Infinity)
    expect(await refusal(request(body))).toEqual([413, 'too_large'])
    expect(asked.chunks).toBeLessThanOrEqual(10)
  })

  it('does not believe a declared length', async () => {
    for (const length of ['5', '0', '', '-1', 'x']) {
      const lying = request(stream(Buffer.alloc(MiB, ' '), 9).body, { 'Content-Length': length })
      expect([length, await refusal(lying)]).toEqual([length, [413, 'too_large']])
    }
  })

  it('holds for the compressed body too', async () => {
    const { body } = stream(Buffer.alloc(MiB), Infinity)
    expect(await refusal(request(body, { 'Content-Encoding': 'gzip' }))).toEqual([413, 'too_large'])
  })
})

describe('idempotencyKey', () => {
  const keyOf = (key?: string): string | null =>
    idempotencyKey(request('{}', key === undefined ? {} : { 'Idempotency-Key': key }))

  it('is the header, or null', () => {
    expect(keyOf()).toBeNull()
    for (const key of ['a', 'run-1/2', '"quoted"', '!~', 'x'.repeat(255), 'Body:1']) expect(keyOf(key)).toBe(key)
  })

  it.each([[''], ['a b'], ['é'], ['x'.repeat(256)], ['body:1'], ['body:'], ['a\tb']])('%j is refused', (key) => {
    expect(() => keyOf(key)).toThrow(Refusal)
    try {
      keyOf(key)
    } catch (error) {
      expect(error).toMatchObject({ status: 400, code: 'idempotency_key' })
    }
  })
})
