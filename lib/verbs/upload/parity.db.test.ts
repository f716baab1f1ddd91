import { beforeAll, describe, expect, it } from 'vitest'
import { greenSamples, runBody, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { operator, type TokenActor } from '@/lib/auth/actor'
import type { SampleBody, UploadBody } from '@/lib/ingest/upload'
import { scoreboard } from '@/lib/queries/scoreboard'
import { acceptUpload } from './accept'
import type { UploadAnswer } from './answer'

const PROGRAM = 'asupersync-browser'
/** What the core surfaces, which are required from the first phase on, name as evidence. */
const REQUIRED = 51

let test: TestDatabase
let token: TokenActor

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  token = await withProgram(test)
})

const send = (run: Partial<UploadBody['run']>, ...samples: SampleBody[]): Promise<UploadAnswer> => {
  test.setNow(test.now() + 1_000)
  const bytes = Buffer.from(JSON.stringify(runBody(run, samples)))
  return acceptUpload(test.context, token, { program: PROGRAM, key: null, bytes })
}

function parity(passed: number, total: number): SampleBody {
  const { value: _, ...counts } = sample('M-COR-01', 0, '%')
  return { ...counts, passed, total }
}

const metric = async () =>
  (await scoreboard(test.context, operator, PROGRAM, null)).metrics.find(({ id }) => id === 'M-COR-01')

describe('parity counts', () => {
  it('of all that is required are the rate that they say', async () => {
    const answer = await send({}, ...greenSamples(), parity(REQUIRED, REQUIRED))
    expect(answer.scoreboard.after).toBe('green')
    expect(await metric()).toMatchObject({ verdict: 'pass', value: 100, reasons: [] })
  })

  it.each([
    ['at once', (samples: SampleBody[]) => send({}, ...samples)],
    [
      'in the second upload of a run',
      async (samples: SampleBody[]) => {
        await send({ id: 'two', complete: false }, sample('M-COR-02', 0, 'count'))
        return send({ id: 'two' }, ...samples)
      },
    ],
  ])('that leave required checks out count those as failed, %s', async (_, act) => {
    const answer = await act([parity(REQUIRED - 1, REQUIRED - 1)])
    const verdict = answer.verdicts.find((one) => one.metric === 'M-COR-01')
    expect(verdict).toMatchObject({ verdict: 'fail', value: ((REQUIRED - 1) / REQUIRED) * 100 })
    expect(verdict?.reasons[0]).toBe('unreported: required checks that the total leaves out count as failed: 1')
    expect(answer.scoreboard.after).toBe('red')
    const shown = await metric()
    expect(shown).toMatchObject({ verdict: 'fail', status: 'red' })
    expect(shown?.reasons[0]).toMatch(/^unreported: M-COR-01 core-min on ci: required checks/)
  })

  it('are kept as they were uploaded', async () => {
    const stored = await test.context.database.prisma.sample.findMany({ where: { total: REQUIRED - 1 } })
    expect(stored.map(({ value }) => value)).toEqual(stored.map(() => 100))
  })
})
