import { gzipSync } from 'node:zlib'
import { empty, expect, test, tokenOf } from './harness/journey'
import { greenSamples, runBody, sample } from './harness/body'
import { problemSchema, scoreboardSchema, uploadAnswerSchema } from '../lib/http/schemas'

const PROGRAM = 'asupersync-browser'
const runs = (): string => `${empty().url}/api/v1/programs/${PROGRAM}/runs`

test.describe('the API', () => {
  let token: string
  test.beforeAll(async () => {
    token = await tokenOf(empty())
  })

  const post = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(runs(), {
      method: 'POST',
      body,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    })

  const now = (): string => new Date(Date.now() - 1_000).toISOString()
  const small = (): string => JSON.stringify(runBody({}, [sample('M-PERF-01A', 5, 'KiB', { observedAt: now() })]))

  async function problem(answer: Response): Promise<{ status: number; code: string; paths: string[] }> {
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const body = problemSchema.parse(await answer.json())
    expect(body.status).toBe(answer.status)
    return { status: body.status, code: body.code, paths: (body.errors ?? []).map(({ path }) => path) }
  }

  test('answers an upload and the scoreboard in the shapes it documents', async () => {
    const observed = now()
    const answer = await post(JSON.stringify(runBody({}, greenSamples(observed))))
    expect(answer.status).toBe(201)
    const { scoreboard } = uploadAnswerSchema.strict().parse(await answer.json())
    expect(scoreboard.after).toBe('green')
    const board = await fetch(`${empty().url}/api/v1/programs/${PROGRAM}/scoreboard`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const { status, window, metrics } = scoreboardSchema.strict().parse(await board.json())
    expect({ status, window: window.id, metrics: metrics.length }).toEqual({
      status: 'green',
      window: scoreboard.window,
      metrics: 12,
    })
  })

  test('documents every operation, from the schemas that validate', async () => {
    const document = (await (await fetch(`${empty().url}/api/v1/openapi.json`)).json()) as {
      openapi: string
      paths: Record<string, unknown>
      components: { schemas: Record<string, { properties?: object }> }
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([`/api/v1/programs/{program}/runs`, '/api/v1/programs/{program}/scoreboard']),
    )
    expect(Object.keys(document.components.schemas.Sample?.properties ?? {})).toEqual(
      expect.arrayContaining(['metric', 'observedAt', 'artifact', 'environment']),
    )
  })

  test('takes gzip, and holds the limit on both sides of the inflation', async () => {
    expect((await post(gzipSync(small()), { 'Content-Encoding': 'gzip' })).status).toBe(201)
    const bomb = gzipSync(Buffer.alloc(9 * 1024 * 1024, 0x20))
    expect(await problem(await post(bomb, { 'Content-Encoding': 'gzip' }))).toMatchObject({
      status: 413,
      code: 'too_large',
    })
    expect(await problem(await post(Buffer.alloc(9 * 1024 * 1024, 0x20)))).toMatchObject({
      status: 413,
      code: 'too_large',
    })
    expect(await problem(await post('not gzip', { 'Content-Encoding': 'gzip' }))).toMatchObject({
      status: 400,
      code: 'not_gzip',
    })
    expect(await problem(await post(small(), { 'Content-Encoding': 'br' }))).toMatchObject({ status: 415 })
    expect(await problem(await post(small(), { 'Content-Type': 'text/plain' }))).toMatchObject({
      status: 415,
      code: 'not_json',
    })
  })

  test('lists every fault by path', async () => {
    const body = runBody({ commit: 'XYZ' }, [
      sample('M-PERF-01A', 5, 'KiB', { observedAt: now() }),
      sample('M-NONE', 5, 'KiB', { observedAt: now(), profile: 'none' }),
    ])
    const broken = JSON.stringify({ ...body, extra: 1 }).replace('"unit":"KiB"', '"unit":7')
    expect(await problem(await post(broken))).toEqual({
      status: 422,
      code: 'invalid',
      paths: expect.arrayContaining([
        'extra',
        'run.commit',
        'samples.0.unit',
        'samples.1.metric',
        'samples.1.profile',
      ]) as string[],
    })
    expect(await problem(await post('{"run":'))).toMatchObject({ status: 400, code: 'unreadable' })
    expect(await problem(await post('{"run":{"id":"a","id":"b"}}'))).toMatchObject({ status: 422, paths: ['run.id'] })
  })

  test('keeps an Idempotency-Key to its body', async () => {
    const body = small()
    const first = await (await post(body, { 'Idempotency-Key': 'once' })).text()
    expect(await (await post(body, { 'Idempotency-Key': 'once' })).text()).toBe(first)
    expect(await problem(await post(small(), { 'Idempotency-Key': 'once' }))).toMatchObject({
      status: 409,
      code: 'key_reused',
    })
    expect(await problem(await post(small(), { 'Idempotency-Key': 'with space' }))).toMatchObject({ status: 400 })
  })

  test('knows only bearer tokens, each within its rights', async () => {
    const as = (authorization: string | null, path = runs(), method = 'POST'): Promise<Response> =>
      fetch(path, {
        method,
        ...(method === 'POST' ? { body: small() } : {}),
        headers: {
          'Content-Type': 'application/json',
          ...(authorization === null ? {} : { Authorization: authorization }),
        },
      })
    const nobody = await as(null)
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer')
    expect(await problem(nobody)).toMatchObject({ status: 401, code: 'no_token' })
    expect(await problem(await as('Bearer sbx_wrong'))).toMatchObject({ status: 401, code: 'bad_token' })
    expect(await problem(await as('Basic abc'))).toMatchObject({ status: 401 })
    expect(await problem(await as(`Bearer ${token}`, runs().replace(PROGRAM, 'another')))).toMatchObject({
      status: 404,
    })
    const reader = await tokenOf(empty(), ['--scope', 'read'])
    expect(await problem(await as(`Bearer ${reader}`))).toMatchObject({ status: 403 })
    expect((await as(`Bearer ${reader}`, `${empty().url}/api/v1/programs/${PROGRAM}/scoreboard`, 'GET')).status).toBe(
      200,
    )
    const ungated = await tokenOf(empty(), [])
    expect(await problem(await as(`Bearer ${ungated}`))).toMatchObject({ status: 403, code: 'not_gated' })
    expect(
      await problem(
        await as(`Bearer ${token}`, `${empty().url}/api/v1/programs/${PROGRAM}/scoreboard?window=1999-W01`, 'GET'),
      ),
    ).toMatchObject({ status: 404 })
  })

  test('answers its health to anyone', async () => {
    for (const path of ['live', 'ready']) expect((await fetch(`${empty().url}/api/health/${path}`)).status).toBe(200)
  })
})

test.describe('pages and cookies', () => {
  test('run no script but their own, and stand in no frame', async () => {
    const answer = await fetch(`${empty().url}/sign-in`)
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? []
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
  })

  test('take writes from the configured origin alone', async () => {
    for (const origin of ['http://evil.example.test', 'null', undefined]) {
      const answer = await fetch(`${empty().url}/api/auth/signout`, {
        method: 'POST',
        headers: origin === undefined ? {} : { Origin: origin },
      })
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ code: 'foreign_origin' })
    }
  })
})
