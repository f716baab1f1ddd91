import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { empty, expect, test, tokenOf } from './harness/journey'
import { runBody, sample } from './harness/body'
import { problemSchema } from '../lib/http/schemas'

/** Whatever is sent, the API answers in its own words: never a 500, never a stack. */

const PROGRAM = 'asupersync-browser'
const RUNS = `/api/v1/programs/${PROGRAM}/runs`

test.describe('the API, to a hostile client,', () => {
  let token: string
  test.beforeAll(async () => {
    token = await tokenOf(empty(), [])
  })
  test.beforeEach(() => {
    test.slow()
  })

  interface Asked {
    method?: string
    body?: BodyInit
    headers?: Record<string, string>
  }

  const ask = (path: string, { headers, ...asked }: Asked): Promise<Response> =>
    fetch(`${empty().url}${path}`, {
      ...asked,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    })

  async function expectWords(answer: Response): Promise<void> {
    const text = await answer.text()
    expect(answer.status, text).toBeLessThan(500)
    if (answer.status === 201) return
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.parse(JSON.parse(text)).status).toBe(answer.status)
    expect(text).not.toMatch(/node_modules|\\n\s+at /)
  }

  const good = (): string =>
    JSON.stringify(
      runBody({ gated: false, complete: false }, [
        sample('M-PERF-01A', 5, 'KiB', { observedAt: new Date(Date.now() - 1_000).toISOString() }),
      ]),
    )

  const insertion = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      '"',
      '{',
      '[',
      ']',
      ',',
      ':',
      '\\',
      '\\u0000',
      '\\ud800',
      'NaN',
      '1e999',
      '-',
      '"run":1,',
      '\ufeff',
    ),
  )

  test('answers any cut and any insertion in a body', async () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true })
    await fc.assert(
      fc.asyncProperty(place, fc.nat(12), insertion, async (share, cut, inserted) => {
        const body = good()
        const at = Math.floor(share * body.length)
        await expectWords(
          await ask(RUNS, { method: 'POST', body: body.slice(0, at) + inserted + body.slice(at + cut) }),
        )
      }),
      { numRuns: 150 },
    )
  })

  test('answers any bytes, said to be gzip or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, zipped) => {
        const headers: Record<string, string> = zipped ? { 'Content-Encoding': 'gzip' } : {}
        await expectWords(await ask(RUNS, { method: 'POST', body: Buffer.from(bytes), headers }))
      }),
      { numRuns: 60 },
    )
  })

  test('answers bodies that are deep, wide, or more than they seem', async () => {
    const bombs: [BodyInit, Record<string, string>][] = [
      ['['.repeat(1_000_000), {}],
      [`{"run":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_001)}`, {}],
      [JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]))), {}],
      [JSON.stringify({ run: {}, samples: Array(10_000).fill({}) }), {}],
      [gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20)), { 'Content-Encoding': 'gzip' }],
      [gzipSync(gzipSync(good())), { 'Content-Encoding': 'gzip' }],
      [gzipSync(good()).subarray(0, 40), { 'Content-Encoding': 'gzip' }],
    ]
    for (const [body, headers] of bombs) await expectWords(await ask(RUNS, { method: 'POST', body, headers }))
  })

  test('answers addresses that cannot be, or at which nothing stands', async () => {
    const expected: [string, string, number][] = [
      ['POST', '/api/v1/programs/%00/runs', 400],
      ['POST', '/api/v1/programs/%ff/runs', 400],
      ['GET', `/api/v1/programs/${PROGRAM}/scoreboard?window=%00`, 400],
      ['GET', '/%00/scoreboard', 400],
      ['GET', '/api/v1/nothing', 404],
      ['POST', `/api/v1/programs/${PROGRAM}/nothing`, 404],
      ['GET', RUNS, 405],
      ['PUT', RUNS, 405],
      ['DELETE', `/api/v1/programs/${PROGRAM}/scoreboard`, 405],
    ]
    for (const [method, path, status] of expected) {
      const answer = await ask(path, { method })
      expect(answer.status, `${method} ${path}`).toBe(status)
      await expectWords(answer)
    }
  })
})
