import { beforeEach, describe, expect, it } from 'vitest'
import { PROGRAM, reviewTest } from '@/e2e/harness/reviews'
import { entriesOf } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { grantRole } from '../person/grant-role'
import { assignOwner } from '../risk/assign-owner'
import { reportTrigger } from '../risk/report-trigger'
import { reviewRisk } from '../risk/review'
import { addArisen } from './add-arisen'
import { attendReview } from './attend'
import { followUpAction } from './follow-up'
import type { Said } from './record-outcome'
import { stepReview } from './step'

const hall = await reviewTest()
const { test, admin, lead, owner, viewer, start, say, close, closed, items, itemOf, risk, minutes } = hall

/** No review is open at the start of a test, and time moves on. */
beforeEach(() => hall.adjourn())

describe('actions', () => {
  it('come first at the next board until they are done, and keep their days', async () => {
    const first = await start()
    const at = await itemOf(first.number, 'RISK-SUP-02')
    await say(first.number, at, { type: 'action', title: 'Write the update ADR', user: owner.user, due: '2026-11-25' })
    await closed(first.number)

    test.setNow('2026-11-26T15:00:00.000Z')
    const second = await start()
    const [item] = await items(second.number)
    expect(item).toMatchObject({
      subject: 'action',
      title: 'Write the update ADR',
      reasons: ['action_overdue: its day has passed, 10 h ago'],
    })
    const postponed: Said = { type: 'follow_up', result: 'postponed', due: '2026-12-01', note: 'Waits for the vendor' }
    await expect(say(second.number, 1, { ...postponed, note: '' })).rejects.toMatchObject({
      faults: [{ path: 'note' }],
    })
    await say(second.number, 1, postponed)
    await closed(second.number)
    expect((await minutes(second.number)).document.actions.open).toEqual([
      { number: Number(item?.key), title: 'Write the update ADR', owner: 'Otto Owner', due: '2026-12-01' },
    ])

    // Whoever owes it may say so between two boards.
    const done = { program: PROGRAM, action: Number(item?.key), result: 'done' as const, due: '', note: '' }
    await expect(followUpAction(test.context, viewer, done)).rejects.toMatchObject({ status: 403 })
    await followUpAction(test.context, owner, done)
    await expect(followUpAction(test.context, owner, done)).rejects.toMatchObject({ code: 'action_ended' })
    const third = await start()
    expect((await items(third.number)).filter(({ subject }) => subject === 'action')).toEqual([])
  })

  it('are numbered one after the other, also when two are added at once', async () => {
    const { number } = await start()
    const one: Said = { type: 'action', title: 'One', user: owner.user, due: '2027-01-01' }
    await Promise.all([say(number, 1, one), say(number, 2, { ...one, title: 'Two' }, owner)])
    const all = await test.context.database.prisma.reviewAction.findMany({ orderBy: { number: 'asc' } })
    expect(all.map((action) => action.number)).toEqual(all.map((_, index) => index + 1))
  })

  it('end once, however many say so at once', async () => {
    const { number } = await start()
    await say(number, 1, { type: 'action', title: 'Race', user: owner.user, due: '2027-01-01' })
    const action = await test.context.database.prisma.reviewAction.findFirstOrThrow({ where: { title: 'Race' } })
    const done = { program: PROGRAM, action: action.number, due: '', note: 'x' }
    const outcomes = await Promise.allSettled([
      followUpAction(test.context, owner, { ...done, result: 'done' }),
      followUpAction(test.context, lead, { ...done, result: 'dropped' }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('the meeting', () => {
  it('goes on by one when two go on at once, and resumes where it stood', async () => {
    const { number } = await start()
    const step = (actor: UserActor) => stepReview(test.context, actor, { program: PROGRAM, number, item: 2 })
    await grantRole(test.context, admin, { program: PROGRAM, user: admin.user, role: 'program-owner' })
    const entries = await entriesOf(test, () => Promise.all([step(lead), step(admin)]))
    expect(entries.map(({ type }) => type)).toEqual(['review.stepped'])
    expect(await test.context.database.prisma.review.findFirst({ where: { number } })).toMatchObject({ position: 2 })
    await expect(stepReview(test.context, lead, { program: PROGRAM, number, item: 99 })).rejects.toMatchObject({
      status: 404,
    })
    await expect(step(owner)).rejects.toMatchObject({ status: 403 })
  })

  it('notes who comes and goes: each of themselves, the lead of anyone', async () => {
    const { number } = await start()
    const attend = (actor: UserActor, user: string, present: boolean) =>
      attendReview(test.context, actor, { program: PROGRAM, number, user, present })
    const entries = await entriesOf(test, async () => {
      await attend(viewer, viewer.user, true)
      await attend(viewer, viewer.user, true)
      await attend(lead, owner.user, true)
      await attend(lead, viewer.user, false)
      await attend(lead, admin.user, false)
    })
    expect(entries).toHaveLength(3)
    await expect(attend(viewer, owner.user, false)).rejects.toMatchObject({ status: 403 })
    await closed(number)
    const { attendance } = (await minutes(number)).document
    expect(attendance.map(({ person: one, until }) => [one.name, until === null])).toEqual([
      ['Lena Lead', true],
      ['Otto Owner', true],
      ['Vera Viewer', false],
    ])
  })

  it('takes up what arises during it, and does not close over it', async () => {
    const quiet = await risk('RISK-TECH-03')
    const of = { program: PROGRAM, risk: quiet.key }
    await assignOwner(test.context, owner, { ...of, version: quiet.version, owner: owner.user })
    await reviewRisk(test.context, lead, { ...of, version: quiet.version + 1, note: 'Nothing new' })
    test.setNow(test.now() + 1)
    const { number } = await start()
    const before = (await items(number)).length
    expect(await itemOf(number, 'RISK-TECH-03')).toBe(-1)
    expect(await addArisen(test.context, lead, { program: PROGRAM, number })).toBe(0)
    await reportTrigger(test.context, owner, {
      program: PROGRAM,
      risk: 'RISK-TECH-03',
      signal: 1,
      statement: 'Tokens stayed open at shutdown.',
      evidence: 'https://ci.example.test/runs/9',
    })
    test.setNow(test.now() + 1)
    expect(await close(number)).toEqual({ closed: false, arisen: 1 })
    const [added] = (await items(number)).slice(before)
    expect(added).toMatchObject({ ordinal: before + 1, key: 'RISK-TECH-03', subject: 'risk' })
    expect(await close(number)).toMatchObject({ closed: true })
    const { document } = await minutes(number)
    expect(document.items.at(-1)).toMatchObject({ key: 'RISK-TECH-03', arisen: true })
    expect(document.passedOver).toHaveLength(document.items.length)
  })
})
