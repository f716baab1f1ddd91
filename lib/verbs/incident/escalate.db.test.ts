import { beforeAll, describe, expect, it } from 'vitest'
import { sample } from '@/e2e/harness/body'
import { type CallsTest, callsTest } from '@/e2e/harness/calls'
import { PROGRAM, send, stateOf, statesOf } from '@/e2e/harness/gates'
import { entriesOf, type RegisterRow } from '@/e2e/harness/people'
import { DAY, HOUR, iso } from '@/lib/domain/instant'
import { line } from '@/lib/queries/line'
import type { UploadAnswer } from '../upload/answer'
import { closeWindows } from '../window/close'
import { keepEscalations } from './keep-escalations'

let calls: CallsTest
let test: CallsTest['test']
let alpha: CallsTest['alpha']

beforeAll(async () => {
  calls = await callsTest()
  ;({ test, alpha } = calls)
})

const later = (milliseconds?: number): void => calls.later(milliseconds)
const regressions: CallsTest['regressions'] = (...said) => calls.regressions(...said)
const green = (without?: readonly string[]): Promise<unknown> => calls.green(without)
const reviews = () => calls.reviews()
const streaks = () => calls.streaks()
const find = (): Promise<void> => calls.find()
const thisWeek = () => calls.thisWeek()
const nextWeek = (): Promise<void> => calls.nextWeek()
const typesOf = (entries: readonly RegisterRow[]): string[] => entries.map(({ type }) => type)

describe('before the first phase', () => {
  it('a critical failure and missing data call nobody', async () => {
    expect((await regressions(1)).stops).toEqual([])
    expect(await keepEscalations(test.context)).toBe(0)
    expect([await reviews(), await streaks()]).toEqual([[], []])
  })
})

describe('a critical metric within a phase', () => {
  it('calls for nothing while it is in band', async () => {
    await nextWeek()
    await alpha.ci()
    await alpha.decide('promotion', {})
    expect((await stateOf(test)).phase).toBe('alpha')
    expect(await keepEscalations(test.context)).toBe(0)
    expect(await streaks()).toEqual([])
  })

  it('that fails opens a review in the upload’s transaction, which blocks promotion and stops no phase', async () => {
    let answer: UploadAnswer | undefined
    const entries = await entriesOf(test, async () => {
      answer = await regressions(1)
    })
    expect(typesOf(entries)).toEqual([
      'upload.accepted',
      'metric.streak_began',
      'incident.opened',
      'incident.signal_added',
      'metric.review_called',
    ])
    const [review] = await reviews()
    expect(review).toMatchObject({
      kind: 'review',
      phase: 'alpha',
      criteria: [{ criterion: 'M-COR-02' }],
      dueAt: new Date(test.now() + 4 * HOUR),
      signals: [{ evidence: [{ uri: `/${PROGRAM}/runs/${answer?.run.number}` }] }],
    })
    expect(answer?.stops).toMatchObject([{ incident: review?.id, kind: 'review', criteria: ['M-COR-02'] }])
    expect((await statesOf(test, 'alpha', 'exit'))['standing-incidents']).toBe('unmet')
    expect((await line(test.context, await stateOf(test))).stopped).toBeNull()
  })

  it('that goes on failing opens no other, open or ended, in this window or the next', async () => {
    expect((await regressions(2)).stops).toEqual([])
    await find()
    expect((await regressions(2)).stops).toEqual([])
    await nextWeek()
    await regressions(2)
    expect(await keepEscalations(test.context)).toBe(0)
    expect(await reviews()).toHaveLength(1)
    expect(await streaks()).toMatchObject([{ metric: 'M-COR-02', toldAt: null, endedAt: null }])
  })

  it('that is in band again ends its streak by the clock, and the next failure opens another review', async () => {
    await nextWeek()
    const entries = await entriesOf(test, () => regressions(0))
    expect(typesOf(entries)).toEqual(['upload.accepted', 'metric.streak_ended'])
    expect((await regressions(1)).stops).toMatchObject([{ kind: 'review', criteria: ['M-COR-02'] }])
    await find()
    await nextWeek()
    await green()
    expect((await streaks()).filter(({ endedAt }) => endedAt === null)).toEqual([])
  })

  it('without data tells its owner once, and is reviewed when the window closes so', async () => {
    later(3 * DAY)
    // Replay equivalence is measured daily.
    const entries = await entriesOf(test, () => keepEscalations(test.context))
    expect(entries).toMatchObject([
      { type: 'metric.streak_began' },
      { type: 'metric.owner_told', actor: 'system', payload: { metric: 'M-COR-03', verdict: 'no_data' } },
    ])
    expect(await keepEscalations(test.context)).toBe(0)
    const before = (await reviews()).length
    test.setNow((await thisWeek()).end - 1)
    expect(await entriesOf(test, () => closeWindows(test.context))).toEqual([])
    later(1)
    expect(typesOf(await entriesOf(test, () => closeWindows(test.context)))).toEqual([
      'window.closed',
      'incident.opened',
      'incident.signal_added',
      'metric.review_called',
    ])
    const opened = (await reviews()).slice(before)
    expect(opened).toMatchObject([
      {
        openedBy: 'system',
        criteria: [{ criterion: 'M-COR-03' }],
        signals: [{ evidence: [{ uri: `/${PROGRAM}/metrics/M-COR-03` }] }],
      },
    ])
    later(7 * DAY)
    await closeWindows(test.context)
    expect((await reviews()).filter(({ criteria }) => criteria[0]?.criterion === 'M-COR-03')).toHaveLength(1)
  })

  it('share a review where one moment calls for several', async () => {
    await find()
    await green()
    await keepEscalations(test.context)
    later()
    const observedAt = iso(test.now() - 1_000)
    const samples = [sample('M-COR-02', 1, 'count', { observedAt }), sample('M-COR-01', 90, '%', { observedAt })]
    const answer = (await send(test, alpha.token, { run: {}, samples })) as UploadAnswer
    expect(answer.stops).toMatchObject([{ kind: 'review', criteria: ['M-COR-01', 'M-COR-02'] }])
    await find()
    await nextWeek()
    await green()
    await keepEscalations(test.context)
  })

  it('that a late run fails in a window that has ended calls for a review, though it passes now', async () => {
    const answer = await regressions(1, test.now() - 7 * DAY)
    expect(answer.stops).toMatchObject([{ kind: 'review', criteria: ['M-COR-02'] }])
    await find()
    await keepEscalations(test.context)
    expect((await streaks()).at(-1)).toMatchObject({ metric: 'M-COR-02', endedAt: new Date(test.now()) })
  })

  it('whose missing data is waived calls nobody, and calls when the waiver ends', async () => {
    await green()
    await keepEscalations(test.context)
    const { label } = await thisWeek()
    const day = iso(test.now() + 4 * DAY).slice(0, 10)
    await alpha.decide('waiver', {
      of: 'series',
      target: 'M-COR-03|core-min|ci',
      verdict: 'no_data',
      from: label,
      to: label,
      expiresOn: day,
      reason: 'The corpus is being moved.',
      evidence: ['https://example.test/move'],
    })
    later(3 * DAY)
    expect(await keepEscalations(test.context)).toBe(0)
    const waiver = await test.context.database.prisma.waiver.findFirstOrThrow()
    test.setNow(waiver.expiresAt.getTime())
    const entries = await entriesOf(test, async () => {
      await closeWindows(test.context)
      await keepEscalations(test.context)
    })
    expect(typesOf(entries)).toContain('metric.owner_told')
    await find()
    await green()
    await keepEscalations(test.context)
  })
})

describe('two failing runs and the clock at once', () => {
  it('open one review', async () => {
    for (let round = 0; round < 10; round += 1) {
      await nextWeek()
      await green()
      await keepEscalations(test.context)
      await find()
      const before = (await reviews()).length
      await Promise.all([regressions(1), regressions(2), keepEscalations(test.context)])
      expect((await reviews()).slice(before)).toMatchObject([{ criteria: [{ criterion: 'M-COR-02' }], endedAt: null }])
      await find()
    }
  })
})
