import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { greenSamples, runBody, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, tokenFor, withProgram } from '@/e2e/harness/database'
import type { TokenActor } from '@/lib/auth/actor'
import { revokeToken } from '@/lib/verbs/token/revoke'
import { operator } from '@/lib/auth/actor'
import type { UploadBody } from '@/lib/ingest/upload'
import { Refusal } from '../refusal'
import { acceptUpload } from './accept'
import type { UploadAnswer } from './answer'

const NOW = '2026-11-18T12:00:00.000Z'
const PROGRAM = 'asupersync-browser'

let test: TestDatabase
let token: TokenActor

beforeAll(async () => {
  test = await testDatabase(NOW)
  token = await withProgram(test)
})
beforeEach(() => test.setNow(NOW))

const send = (body: unknown, key: string | null = null, actor: TokenActor = token): Promise<UploadAnswer> =>
  acceptUpload(test.context, actor, { program: PROGRAM, key, bytes: Buffer.from(JSON.stringify(body)) })

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${String(error)}`)
  return error
}

const count = async (table: string): Promise<number> => {
  const { rows } = await test.context.database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)
  return rows[0]?.n ?? -1
}

const small = (run: Partial<UploadBody['run']> = {}, value = 272_377): UploadBody =>
  runBody(run, [sample('M-PERF-01A', value, 'bytes')])

describe('an upload', () => {
  it('is answered with verdicts, reasons and the scoreboard before and after', async () => {
    const answer = await send(
      runBody({ id: 'first' }, [sample('M-PERF-01A', 665_600, 'bytes'), sample('M-PERF-01B', 225_281, 'bytes')]),
    )
    expect(answer.run).toMatchObject({ id: 'first', ref: 'refs/heads/main', gated: true, complete: true })
    expect(answer.verdicts).toMatchObject([
      {
        metric: 'M-PERF-01A',
        profile: 'core-min',
        environment: 'ci',
        verdict: 'pass',
        value: 665_600,
        limit: 665_600,
        reasons: [],
      },
      { metric: 'M-PERF-01B', verdict: 'fail', value: 225_281, limit: 225_280 },
    ])
    expect(answer.verdicts[1]?.reasons).toEqual(['over_limit: 220.001 KiB is over 220 KiB in core-min'])
    expect(answer.scoreboard).toEqual({ window: '2026-W47', before: 'red', after: 'red' })
  })

  it('turns the scoreboard green when everything required passes, and red again by one critical failure', async () => {
    const green = await send(runBody({}, greenSamples()))
    expect(green.scoreboard.after).toBe('green')
    const red = await send(runBody({}, [sample('M-COR-02', 1, 'count')]))
    expect(red.scoreboard).toMatchObject({ before: 'green', after: 'red' })
    const still = await send(runBody({}, greenSamples('2026-11-18T11:45:00.000Z')))
    expect(still.scoreboard.after).toBe('red')
  })

  it('writes one register entry in its transaction, with the digest of its canonical body', async () => {
    const before = await count('register_entry')
    const answer = await send(small())
    const { rows } = await test.context.database.pool.query<{ type: string; payload: Buffer }>(
      'SELECT type, payload FROM register_entry ORDER BY id DESC LIMIT 1',
    )
    expect(await count('register_entry')).toBe(before + 1)
    expect(rows[0]?.type).toBe('upload.accepted')
    const payload = JSON.parse(rows[0]?.payload.toString() ?? '') as Record<string, unknown>
    const upload = await test.context.database.prisma.upload.findFirstOrThrow({ where: { runId: answer.run.number } })
    expect(payload).toMatchObject({ upload: upload.id, samples: 1, gated: true, completed: true })
    expect(payload.canonicalDigest).toBe(Buffer.from(upload.canonicalDigest).toString('hex'))
  })

  it('is taken whole or not at all, and every fault is listed by path', async () => {
    const before = await Promise.all([count('run'), count('upload'), count('sample'), count('register_entry')])
    const body = runBody({}, [
      sample('M-PERF-01A', 1, 'bytes'),
      sample('M-NOT-THERE', 1, 'bytes'),
      sample('M-PERF-01A', 1, 'furlongs', { profile: 'no-profile' }),
    ])
    const refused = await refusal(send(body))
    expect(refused.status).toBe(422)
    expect(refused.faults.map(({ path }) => path)).toEqual(['samples.1.metric', 'samples.2.profile', 'samples.2.unit'])
    expect(await Promise.all([count('run'), count('upload'), count('sample'), count('register_entry')])).toEqual(before)
  })

  it('refuses more than 10,000 samples as too large', async () => {
    const one = sample('M-PERF-01A', 1, 'bytes')
    expect(
      await refusal(
        send(
          runBody(
            {},
            Array.from({ length: 10_001 }, () => one),
          ),
        ),
      ),
    ).toMatchObject({ status: 413, code: 'too_many' })
  })
})

describe('repeating an upload', () => {
  it('answers as the first time and stores nothing, with a key or by the same body', async () => {
    const body = small()
    const first = await send(body, 'key-1')
    const stored = await count('sample')
    expect(await send(body, 'key-1')).toEqual(first)
    const plain = small()
    expect(await send(plain)).toEqual(await send(plain))
    expect(await count('sample')).toBe(stored + 1)
  })

  it('refuses the same key with another body, even one that is not valid', async () => {
    await send(small(), 'key-2')
    expect(await refusal(send(small(), 'key-2'))).toMatchObject({ status: 409, code: 'key_reused' })
    expect(await refusal(send({ nonsense: true }, 'key-2'))).toMatchObject({ status: 409, code: 'key_reused' })
  })

  it('scopes keys and run ids by identity', async () => {
    const other = await tokenFor(test, token.program, { gated: true })
    const body = small({ id: 'shared-id' })
    const mine = await send(body, 'shared-key')
    const theirs = await send(body, 'shared-key', other)
    expect(theirs.run.number).not.toBe(mine.run.number)
  })

  it('does not keep a refused upload: the same key takes the corrected body', async () => {
    await refusal(send(runBody({}, [sample('M-NOT-THERE', 1, 'bytes')]), 'key-3'))
    expect((await send(small(), 'key-3')).verdicts).toHaveLength(1)
  })
})

describe('two uploads at once', () => {
  it('store one when they are identical, twenty times over', async () => {
    for (let round = 0; round < 20; round += 1) {
      const body = small()
      const before = await count('upload')
      const answers = await Promise.all([send(body), send(body), send(body)])
      expect(await count('upload')).toBe(before + 1)
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    }
  })

  it('of one open run both count', async () => {
    const run = { id: 'open-race', complete: false }
    const [a, b] = await Promise.all([
      send(runBody(run, [sample('M-PERF-01A', 1_000, 'bytes')])),
      send(runBody(run, [sample('M-PERF-01B', 1_000, 'bytes')])),
    ])
    expect(a.run.number).toBe(b.run.number)
    const done = await send(runBody({ id: 'open-race' }, [], {}))
    expect(done.verdicts.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['M-PERF-01A', 'pass'],
      ['M-PERF-01B', 'pass'],
    ])
  })

  it('give every gated run of a ref its own place in the run order', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => send(small({ ref: 'refs/heads/release/order' }, 1_000 + index))),
    )
    const runs = await test.context.database.prisma.run.findMany({
      where: { id: { in: answers.map(({ run }) => run.number) } },
    })
    expect(runs.map(({ position }) => position ?? 0).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    )
  })
})

describe('the run of an upload', () => {
  it('takes nothing more once it is complete', async () => {
    await send(small({ id: 'done' }))
    expect(await refusal(send(small({ id: 'done' }, 5)))).toMatchObject({ status: 409, code: 'run_complete' })
  })

  it('is complete a day after its first upload', async () => {
    await send(small({ id: 'left-open', complete: false }))
    test.setNow('2026-11-19T12:00:00.000Z')
    expect(await refusal(send(small({ id: 'left-open' }, 5)))).toMatchObject({ status: 409, code: 'run_complete' })
  })

  it.each([
    ['commit', { commit: 'abcdef0' }],
    ['ref', { ref: 'refs/heads/release/x' }],
    ['gated', { gated: false }],
  ])('keeps its %s', async (field, change) => {
    const id = `fixed-${field}`
    await send(small({ id, complete: false }))
    const refused = await refusal(send(small({ id, ...change })))
    expect(refused).toMatchObject({ status: 409, code: 'run_differs' })
    expect(refused.faults).toMatchObject([{ path: `run.${field}` }])
  })
})

describe('who may upload what', () => {
  it('leaves gated runs to tokens with that right', async () => {
    const plain = await tokenFor(test, token.program, { gated: false })
    expect(await refusal(send(small(), null, plain))).toMatchObject({ status: 403, code: 'not_gated' })
    expect((await send(small({ gated: false }), null, plain)).run.gated).toBe(false)
  })

  it('leaves gated runs to the refs that the program lists', async () => {
    expect(await refusal(send(small({ ref: 'refs/heads/topic' })))).toMatchObject({
      status: 403,
      code: 'ref_not_gated',
    })
    expect((await send(small({ ref: 'main' }))).run.ref).toBe('refs/heads/main')
  })

  it('shows a token no other program, and takes nothing by a revoked or reading one', async () => {
    const stranger: TokenActor = { ...token, program: token.program + 1 }
    expect(await refusal(send(small(), null, stranger))).toMatchObject({ status: 404 })
    expect(await refusal(send(small(), null, { ...token, scope: 'read' }))).toMatchObject({ status: 403 })
    const ended = await tokenFor(test, token.program, { gated: true })
    await revokeToken(test.context, operator, PROGRAM, ended.token)
    expect(await refusal(send(small(), null, ended))).toMatchObject({ status: 401, code: 'token_revoked' })
  })
})
