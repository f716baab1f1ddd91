import { beforeEach, describe, expect, it } from 'vitest'
import { sample } from '@/e2e/harness/body'
import { type CallsTest, callsInAlpha } from '@/e2e/harness/calls'
import { evidenceNow, send } from '@/e2e/harness/gates'
import { DAY, HOUR, iso } from '@/lib/domain/instant'
import { checkRegister } from '@/lib/queries/register/check/check'
import type { UploadAnswer } from '../upload/answer'
import { completeOverdueRuns } from '../upload/complete'
import { closeWindows } from '../window/close'
import { keepEscalations } from './keep-escalations'

/** What calls, calls once: whatever comes before the clock, after it, in parts or late. */
let calls: CallsTest

beforeEach(async () => {
  calls = await callsInAlpha()
})

const sweep = (): Promise<number> => keepEscalations(calls.test.context)
const close = (): Promise<number> => closeWindows(calls.test.context)
const about = async (): Promise<string[][]> =>
  (await calls.reviews()).map(({ criteria }) => criteria.map(({ criterion }) => criterion))
const kills = () =>
  calls.test.context.database.prisma.incident.findMany({ where: { kind: 'kill' }, orderBy: { id: 'asc' } })

/** Everything that was said is on the register, as it was. The harness makes its token past the verbs. */
async function inOrder(): Promise<void> {
  const { findings } = await checkRegister(calls.test.context)
  expect(findings.filter(({ what }) => what !== 'token.created')).toEqual([])
}

/** Past the end of the week, without the clock having turned it. */
async function weekEnds(): Promise<void> {
  await calls.toTheEnd()
  calls.test.setNow((await calls.thisWeek()).end + 1_000)
}

describe('a critical metric', () => {
  it('that fails after a review of its missing data is reviewed for the failure', async () => {
    calls.later(17 * DAY)
    await close()
    await sweep()
    await calls.find()
    const before = await about()
    expect(before.flat()).toContain('M-COR-02')
    const answer = await calls.regressions(5)
    expect(answer.stops).toMatchObject([{ kind: 'review', criteria: ['M-COR-02'] }])
    expect(await about()).toEqual([...before, ['M-COR-02']])
    await inOrder()
  })

  it('that fails while its missing data is under review is added to that', async () => {
    calls.later(17 * DAY)
    await close()
    const mine = async () =>
      (await calls.reviews()).find(({ criteria }) => criteria.some(({ criterion }) => criterion === 'M-COR-02'))
    const review = await mine()
    const answer = await calls.regressions(5)
    expect(answer.stops).toMatchObject([{ incident: review?.id, criteria: ['M-COR-02'] }])
    const signals = (await mine())?.signals.filter(({ criterion }) => criterion === 'M-COR-02')
    expect(signals?.map(({ key }) => key)).toEqual([null, 'metric:M-COR-02'])
    await inOrder()
  })

  it('is not reviewed again for what was decided, when an upload comes before the clock turns the week', async () => {
    await calls.regressions(1)
    await calls.find()
    await calls.regressions(0)
    await weekEnds()
    await calls.green()
    await close()
    await sweep()
    expect(await about()).toEqual([['M-COR-02']])
    expect((await calls.streaks()).filter(({ metric, endedAt }) => metric === 'M-COR-02' && endedAt === null)).toEqual(
      [],
    )
    await inOrder()
  })

  it('keeps the streak that the next week began, when the clock turns the last one late', async () => {
    await calls.green()
    await weekEnds()
    await calls.regressions(1)
    await close()
    await sweep()
    expect(await about()).toEqual([['M-COR-02']])
    expect((await calls.reviews())[0]?.signals).toHaveLength(1)
    expect(await calls.streaks()).toMatchObject([{ metric: 'M-COR-02', endedAt: null }])
  })

  it('is reviewed once for a silence of weeks, whoever comes first after it', async () => {
    calls.later(30 * DAY)
    await calls.green().catch(() => null)
    await close()
    await sweep()
    await calls.green()
    await sweep()
    expect((await about()).flat().sort()).toEqual(['M-COR-01', 'M-COR-02', 'M-COR-03'])
    await inOrder()
  })

  it('that one run fails late is reviewed once, in however many uploads and at its completion', async () => {
    await weekEnds()
    await close()
    await calls.green()
    const late = calls.test.now() - DAY
    for (const complete of [false, false, true]) {
      await calls.regressions(1, late, { id: 'late', complete })
      await sweep()
    }
    const [review, ...others] = await calls.reviews()
    expect([others, review?.signals.length]).toEqual([[], 1])
  })

  it('of a run that the clock completes after the week has turned is not reviewed again', async () => {
    await calls.regressions(1, calls.test.now() - 1_000, { id: 'left-open', complete: false })
    await calls.find()
    await weekEnds()
    await close()
    await calls.green()
    calls.later(25 * HOUR)
    await completeOverdueRuns(calls.test.context)
    await sweep()
    expect(await about()).toEqual([['M-COR-02']])
  })

  it('that a sweep found while its upload waited is dealt with in the order of their locks', async () => {
    const { test } = calls
    await calls.regressions(1)
    await Promise.all(Array.from({ length: 20 }, (_, n) => [calls.regressions(n % 2), sweep()]).flat())
    expect((await calls.streaks()).every(({ since, endedAt }) => endedAt === null || endedAt >= since)).toBe(true)
    test.setNow(test.now() + 1)
    await inOrder()
  })

  it('that another run failed is not laid to the run whose upload finds it so', async () => {
    await calls.regressions(1)
    await calls.find()
    const { pool } = calls.test.context.database
    await pool.query(`UPDATE metric_streak SET ended_at = $1`, [new Date(calls.test.now())])
    const { run, stops } = (await calls.green(['M-COR-02'])) as UploadAnswer
    expect(stops).toMatchObject([{ kind: 'review', criteria: ['M-COR-02'] }])
    const review = (await calls.reviews()).at(-1)
    expect(review?.runId).toBeNull()
    expect(JSON.stringify(review?.signals)).not.toContain(`/runs/${run.number}`)
  })

  it('under review is judged by its series as they stand: a finding is stale once it stands otherwise', async () => {
    await calls.regressions(1)
    const [review] = await calls.reviews()
    const said = { incident: review?.id, ending: 'continue', reason: 'No.', evidence: ['https://example.test/x'] }
    const decision = await calls.alpha.sealed('incident', said)
    const packet = await calls.test.context.database.prisma.packet.findFirstOrThrow({
      where: { decision: { number: decision } },
    })
    expect(Buffer.from(packet.bytes).toString()).toContain('"M-COR-02":"fail in M-COR-02 core-min on ci"')
  })
})

describe('what one run fails', () => {
  const send1 = (id: string, failing: readonly string[], complete: boolean): Promise<UploadAnswer> => {
    calls.later()
    const evidence = evidenceNow(calls.test, failing, 'fail')
    return send(calls.test, calls.alpha.token, { run: { id, complete }, evidence }) as Promise<UploadAnswer>
  }
  const end = async (ending: 'continue' | 'roll_back'): Promise<void> => {
    calls.later()
    const incident = (await kills()).at(-1)?.id
    await calls.alpha.decide('incident', { incident, ending, reason: 'As seen.', evidence: ['https://example.test/r'] })
  }

  it('fires nothing at its completion after a rollback; the next run that fails it does', async () => {
    await send1('part', ['U-BYTES-01'], false)
    await end('roll_back')
    expect((await send1('part', [], true)).stops).toEqual([])
    expect(await kills()).toHaveLength(1)
    expect((await send1('next', ['U-BYTES-01'], true)).stops).toMatchObject([{ criteria: ['obligation-leak'] }])
  })

  it('fires nothing when the clock completes it, though another run has passed meanwhile', async () => {
    await send1('part', ['U-BYTES-01'], false)
    await end('continue')
    calls.later()
    await calls.alpha.ci()
    calls.later(25 * HOUR)
    await completeOverdueRuns(calls.test.context)
    expect(await kills()).toHaveLength(1)
    expect((await send1('next', ['U-BYTES-01'], true)).stops).toMatchObject([{ criteria: ['obligation-leak'] }])
    await inOrder()
  })

  it('stays silenced when another incident of its criterion is dismissed or rolled back', async () => {
    await send1('one', ['U-BYTES-01'], true)
    await end('continue')
    await send1('two', ['I-CODEC-01'], true)
    await end('roll_back')
    expect((await send1('three', ['U-BYTES-01'], true)).stops).toEqual([])
    expect((await send1('four', ['I-CODEC-01'], true)).stops).toMatchObject([{ criteria: ['obligation-leak'] }])
  })

  it('is beyond its cap whatever else is wrong with it', async () => {
    const at = (): string => iso(calls.test.now() - 1_000)
    for (const last of [false, true]) {
      calls.later()
      const samples = [sample('M-PERF-01A', 700_000, 'bytes', { observedAt: at() })]
      const { stops } = (await send(calls.test, calls.alpha.token, { run: {}, samples })) as UploadAnswer
      expect(stops.map(({ kind }) => kind)).toEqual(last ? ['kill'] : [])
    }
  })
})
