import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { PROGRAM, reviewTest } from '@/e2e/harness/reviews'
import { entriesOf } from '@/e2e/harness/people'
import { reportTrigger } from '../risk/report-trigger'
import type { Said } from './record-outcome'
import { HOUR } from '@/lib/domain/instant'

const hall = await reviewTest()
const { test, lead, owner, viewer, start, say, closed, items, itemOf, risk, minutes } = hall

/** No review is open at the start of a test, and time moves on. */
beforeEach(() => hall.adjourn())

describe('startReview', () => {
  it('draws up the agenda of this moment and keeps it, with the starter in attendance', async () => {
    const entries = await entriesOf(test, async () => expect(await start()).toEqual({ number: 1 }))
    const agenda = await items(1)
    const risks = agenda.filter(({ subject }) => subject === 'risk')
    expect(risks.map(({ key }) => key)).toContain('RISK-SUP-01')
    expect(risks[0]?.reasons).toEqual(['score: a score of 16 is at or above 12', 'unowned: no active person owns it'])
    expect(risks[0]?.facts).toMatchObject({ state: 'open', likelihood: 4, impact: 4, owner: null, version: 1 })
    expect(entries.map(({ type }) => type)).toEqual([
      'review.started',
      ...agenda.map(() => 'review.item_added'),
      'review.attended',
    ])
    expect(entries[0]?.payload).toEqual({ review: 1, kind: 'weekly', items: agenda.length })
  })

  it('is for those who run reviews', async () => {
    await expect(start('weekly', owner)).rejects.toMatchObject({ status: 403, code: 'no_right' })
    await expect(start('weekly', viewer)).rejects.toMatchObject({ status: 403, code: 'no_right' })
  })

  it('gives one review of a kind, however many start it at once, and another kind beside it', async () => {
    const outcomes = await Promise.allSettled([start(), start(), start(), start('sweep')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    for (const one of outcomes) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'review_open' })
    }
    const open = await test.context.database.prisma.review.findMany({ where: { state: 'open' } })
    expect(open.map(({ kind }) => kind).sort()).toEqual(['sweep', 'weekly'])
    expect(new Set(open.map(({ number }) => number)).size).toBe(2)
  })

  it('sweeps all twelve risks', async () => {
    const { number } = await start('sweep')
    expect((await items(number)).filter(({ subject }) => subject === 'risk')).toHaveLength(12)
  })

  it('meets out of band with a cause, and for something that calls for it', async () => {
    await expect(start('out_of_band', lead, '')).rejects.toMatchObject({ faults: [{ path: 'cause' }] })
    await expect(start('out_of_band', lead, 'A hunch')).rejects.toMatchObject({ status: 422, code: 'nothing_calls' })
    await reportTrigger(test.context, owner, {
      program: PROGRAM,
      risk: 'RISK-SEC-01',
      signal: 2,
      statement: 'A handle was accepted after its owner was gone.',
      evidence: 'https://ci.example.test/fuzz/1',
    })
    const { number } = await start('out_of_band', lead, 'A boundary finding')
    expect((await items(number)).map(({ key, reasons }) => [key, reasons])).toEqual([
      ['RISK-SEC-01', ['trigger: a trigger event 0 s ago waits for its review, due in 1 d']],
    ])
    test.setNow(test.now() + 1)
    const { version } = await risk('RISK-SEC-01')
    await say(number, 1, { type: 'confirm', version, note: 'Fuzzing goes on.' })
    await closed(number)
    await expect(start('out_of_band', lead, 'Again')).rejects.toMatchObject({ code: 'nothing_calls' })
  })
})

describe('recordOutcome', () => {
  it('re-scores a risk in the same transaction, and counts as its review', async () => {
    const { number } = await start()
    const item = await itemOf(number, 'RISK-PROD-01')
    const before = await risk('RISK-PROD-01')
    const said: Said = {
      type: 'rescore',
      version: before.version,
      likelihood: 5,
      impact: 4,
      reason: 'Two additions in a week',
    }
    const entries = await entriesOf(test, () => say(number, item, said))
    expect(entries.map(({ type }) => type)).toEqual(['review.outcome_recorded', 'risk.rescored', 'risk.reviewed'])
    const after = await risk('RISK-PROD-01')
    expect(after).toMatchObject({ score: 20, lastReviewedAt: test.now(), version: before.version + 2 })
    expect(after.reviewDueAt).toBeGreaterThan(test.now() + 6 * 24 * HOUR)
  })

  it('refuses a move in the words of its checklist, and keeps nothing of it', async () => {
    const { number } = await start()
    const item = await itemOf(number, 'RISK-TECH-01')
    const before = await risk('RISK-TECH-01')
    const said: Said = { type: 'transition', version: before.version, to: 'mitigating', note: '' }
    await expect(say(number, item, said)).rejects.toMatchObject({
      status: 422,
      message: 'RISK-TECH-01 cannot move to Mitigating yet. Nobody active owns it. There is no mitigation plan.',
    })
    expect(await risk('RISK-TECH-01')).toEqual(before)
    expect(await test.context.database.prisma.reviewOutcome.count({ where: { review: { number } } })).toBe(0)
  })

  it('gives a risk to someone, and knows both names in the minutes', async () => {
    const { number } = await start()
    const item = await itemOf(number, 'RISK-TECH-02')
    const { version } = await risk('RISK-TECH-02')
    await say(number, item, { type: 'assign', version, user: owner.user })
    expect((await risk('RISK-TECH-02')).owner).toEqual({ user: owner.user, name: 'Otto Owner' })
    const now = await risk('RISK-TECH-02')
    await say(number, item, { type: 'assign', version: now.version, user: lead.user })
    await closed(number)
    const words = (await minutes(number)).document.items[item - 1]?.outcomes.map((one) => one.words)
    expect(words).toEqual(['Given to Otto Owner.', 'Given from Otto Owner to Lena Lead.'])
  })

  it('tells the second of two writers what changed, and takes what they say after looking', async () => {
    const { number } = await start()
    const item = await itemOf(number, 'RISK-SUP-01')
    const { version } = await risk('RISK-SUP-01')
    await say(number, item, { type: 'rescore', version, likelihood: 5, impact: 4, reason: 'Seen again' }, owner)
    const second: Said = { type: 'rescore', version, likelihood: 3, impact: 4, reason: 'Calmer now' }
    await expect(say(number, item, second)).rejects.toMatchObject({
      status: 409,
      code: 'changed',
      message: expect.stringContaining('Otto Owner re-scored it to 5 × 4') as string,
    })
    await expect(say(number, item, { type: 'confirm', version, note: '' })).rejects.toMatchObject({ code: 'changed' })
    await say(number, item, { ...second, version: (await risk('RISK-SUP-01')).version })
    expect((await risk('RISK-SUP-01')).score).toBe(12)
  })

  it('keeps both of two outcomes at once', async () => {
    const { number } = await start()
    const [a, b] = [await itemOf(number, 'RISK-SUP-01'), await itemOf(number, 'RISK-SUP-02')]
    await Promise.all([
      say(number, a, { type: 'note', note: 'One' }),
      say(number, b, { type: 'note', note: 'Two' }, owner),
      say(number, a, { type: 'note', note: 'Three' }, owner),
    ])
    expect(await test.context.database.prisma.reviewOutcome.count({ where: { review: { number } } })).toBe(3)
    const review = await test.context.database.prisma.review.findFirstOrThrow({ where: { number } })
    expect(review.version).toBe(4)
  })

  it('stores once what is sent twice, at once or later, also when the review has been closed since', async () => {
    const { number } = await start()
    const key = randomUUID()
    const said: Said = { type: 'note', note: 'Said once' }
    const answers = await Promise.all([say(number, 1, said, lead, key), say(number, 1, said, lead, key)])
    expect(answers[0]).toEqual(answers[1])
    await expect(say(number, 2, said, lead, key)).rejects.toMatchObject({ status: 409, code: 'key_reused' })
    await closed(number)
    expect(await say(number, 1, said, lead, key)).toEqual(answers[0])
    expect(await test.context.database.prisma.reviewOutcome.count({ where: { review: { number } } })).toBe(1)
    await expect(say(number, 1, said)).rejects.toMatchObject({ status: 409, code: 'review_closed' })
  })

  it('asks for the right that the act needs anywhere', async () => {
    const { number } = await start()
    const { version } = await risk('RISK-SUP-01')
    const item = await itemOf(number, 'RISK-SUP-01')
    await expect(say(number, item, { type: 'note', note: 'Hello' }, viewer)).rejects.toMatchObject({ status: 403 })
    await expect(say(number, item, { type: 'assign', version, user: viewer.user }, viewer)).rejects.toMatchObject({
      status: 403,
    })
    await expect(say(number, item, { type: 'note', note: 'Hello' }, owner)).resolves.toMatchObject({
      id: expect.any(Number) as number,
    })
  })

  it.each<[string, Said, string]>([
    ['an empty remark', { type: 'note', note: ' ' }, 'note'],
    ['an escalation to nobody', { type: 'escalate', role: 'nobody', reason: 'Why' }, 'role'],
    [
      'an action without a day',
      { type: 'action', title: 'Do', user: '00000000-0000-4000-8000-000000000000', due: '' },
      'due',
    ],
  ])('refuses %s at its field', async (_, said, path) => {
    const { number } = await start()
    const refusal: unknown = await say(number, 1, said).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ status: 422 })
    expect((refusal as { faults: { path: string }[] }).faults.map((fault) => fault.path)).toContain(path)
  })
})
