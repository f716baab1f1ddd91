import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LockTimeout } from '@/lib/db/transact'
import { invalid, notFound, Refusal, type RefusalKind } from '@/lib/verbs/refusal'
import { problemFrom } from './problem'

let logged = ''

beforeEach(() => {
  logged = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    logged += String(line)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const withCode = (code: string): Error => Object.assign(new Error('host=db password=secret'), { code })

describe('problemFrom', () => {
  it.each<[RefusalKind, number, string]>([
    ['unreadable', 400, 'Bad Request'],
    ['unauthenticated', 401, 'Unauthorized'],
    ['forbidden', 403, 'Forbidden'],
    ['not_found', 404, 'Not Found'],
    ['conflict', 409, 'Conflict'],
    ['too_large', 413, 'Content Too Large'],
    ['unsupported_media', 415, 'Unsupported Media Type'],
    ['refused', 422, 'Unprocessable Content'],
    ['too_many', 429, 'Too Many Requests'],
    ['unavailable', 503, 'Service Unavailable'],
  ])('%s is %d %s', async (kind, status, title) => {
    const response = problemFrom(new Refusal(kind, 'some_code', 'Why.'))
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null)
    expect(await response.json()).toEqual({ type: 'about:blank', title, status, code: 'some_code', detail: 'Why.' })
    expect(logged).toBe('')
  })

  it('lists every fault by path', async () => {
    const faults = [
      { path: 'samples.3.unit', code: 'unknown_unit', message: 'x' },
      { path: 'run', code: 'missing', message: 'y' },
    ]
    expect(await problemFrom(invalid(faults)).json()).toMatchObject({ status: 422, code: 'invalid', errors: faults })
    expect(await problemFrom(notFound('run')).json()).not.toHaveProperty('errors')
  })

  it('says when to come back', () => {
    expect(problemFrom(new Refusal('too_many', 'too_many', 'x', [], 7)).headers.get('retry-after')).toBe('7')
    expect(problemFrom(new LockTimeout()).headers.get('retry-after')).toBe('1')
    expect(problemFrom(new LockTimeout()).status).toBe(503)
    expect(problemFrom(notFound('run')).headers.get('retry-after')).toBeNull()
  })

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '53300'])('takes %s for a database that is away', async (code) => {
    const response = problemFrom(withCode(code))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.text()).not.toContain('secret')
    expect(logged).toContain('request.failed')
  })

  it.each([
    [withCode('42P01')],
    [new TypeError('secret')],
    ['secret'],
    [null],
    [undefined],
    [{ code: 'ECONNREFUSED' }],
  ])('says nothing of the inside of anything else, and logs it under a reference', async (error) => {
    const response = problemFrom(error)
    expect(response.status).toBe(500)
    const body = (await response.json()) as { code: string; detail: string }
    expect(body.code).toBe('internal')
    expect(JSON.stringify(body)).not.toContain('secret')
    const reference = /Reference: ([0-9a-f-]{36})\.$/.exec(body.detail)?.[1]
    expect(reference).toBeDefined()
    expect(JSON.parse(logged)).toMatchObject({ level: 'error', event: 'request.failed', reference })
  })
})
