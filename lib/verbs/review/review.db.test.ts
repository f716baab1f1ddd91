import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { administrator, entriesOf, person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { riskFacts } from '@/lib/db/risk-facts'
import type { ReviewKind } from '@/lib/domain/review/agenda'
import type { MinutesDocument } from '@/lib/domain/review/minutes'
import { sha256 } from '@/lib/register/digest'
import { grantRole } from '../person/grant-role'
import { assignOwner } from '../risk/assign-owner'
import { reportTrigger } from '../risk/report-trigger'
import { reviewRisk } from '../risk/review'
import { addArisen } from './add-arisen'
import { attendReview } from './attend'
import { closeReview } from './close'
import { followUpAction } from './follow-up'
import { recordOutcome, type Said } from './record-outcome'
import { startReview } from './start'
import { stepReview } from './step'

const PROGRAM = 'asupersync-browser'
const NOW = '2026-11-18T15:00:00.000Z'
const HOUR = 3_600_000

let test: TestDatabase
let admin: UserActor
/** Runs reviews and manages risks; manages risks alone; neither. */
let lead: UserActor
let owner: UserActor
let viewer: UserActor

beforeAll(async () => {
  test = await testDatabase(NOW)
  await withProgram(test)
  admin = await administrator(test, 'Admin')
  lead = await person(test, 'Lena Lead')
  owner = await person(test, 'Otto Owner')
  viewer = await person(test, 'Vera Viewer')
  await grantRole(test.context, admin, { program: PROGRAM, user: lead.user, role: 'reliability-lead' })
  await grantRole(test.context, admin, { program: PROGRAM, user: owner.user, role: 'security-owner' })
})

/** No review is open at the start of a test, and time moves on. */
beforeEach(async () => {
  test.setNow(test.now() + HOUR)
  const open = await test.context.database.prisma.review.findMany({ where: { state: 'open' } })
  for (const { number } of open) await closed(number)
})

const start = (kind: ReviewKind = 'weekly', actor = lead, cause = ''): Promise<{ number: number }> =>
  startReview(test.context, actor, { program: PROGRAM, kind, cause })

const say = (number: number, item: number, said: Said, actor = lead, key: string = randomUUID()) =>
  recordOutcome(test.context, actor, { program: PROGRAM, number, item, key, said })

const close = (number: number, actor = lead) => closeReview(test.context, actor, { program: PROGRAM, number })

/** Closes it, whatever came up meanwhile. */
async function closed(number: number): Promise<string> {
  const closing = await close(number)
  return closing.closed ? closing.digest : closed(number)
}

const items = async (number: number) =>
  test.context.database.prisma.reviewItem.findMany({ where: { review: { number } }, orderBy: { ordinal: 'asc' } })

const itemOf = async (number: number, key: string): Promise<number> =>
  (await items(number)).find((item) => item.key === key)?.ordinal ?? -1

async function risk(key: string) {
  const { id } = await test.context.database.prisma.program.findUniqueOrThrow({ where: { slug: PROGRAM } })
  const found = (await riskFacts(test.context.database.pool, id)).find((one) => one.key === key)
  if (found === undefined) throw new Error(`no ${key}`)
  return found
}

async function minutes(number: number): Promise<{ text: string; digest: string; document: MinutesDocument }> {
  const row = await test.context.database.prisma.reviewMinutes.findFirstOrThrow({ where: { review: { number } } })
  const text = Buffer.from(row.canonical).toString()
  return { text, digest: Buffer.from(row.digest).toString('hex'), document: JSON.parse(text) as MinutesDocument }
}

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

describe('closeReview', () => {
  it('stores minutes whose bytes, digest and register entry say the same', async () => {
    const { number } = await start()
    test.setNow(test.now() + HOUR)
    await say(number, 1, { type: 'note', note: 'Zürich → 東京' })
    const entries = await entriesOf(test, () => closed(number))
    const { text, digest, document } = await minutes(number)
    expect(sha256(text).toString('hex')).toBe(digest)
    expect(entries).toMatchObject([{ type: 'review.closed', payload: { review: number, digest, outcomes: 1 } }])
    expect(document.review).toMatchObject({ number, kind: 'weekly', openedBy: { name: 'Lena Lead' } })
    expect(document.items[0]?.outcomes.map((one) => one.words)).toEqual(['Zürich → 東京.'])
  })

  it('says what changed since the review before', async () => {
    const first = await start()
    await closed(first.number)
    test.setNow(test.now() + HOUR)
    const { version } = await risk('RISK-OPS-01')
    await assignOwner(test.context, owner, { program: PROGRAM, risk: 'RISK-OPS-01', version, owner: owner.user })
    const second = await start()
    const item = await itemOf(second.number, 'RISK-OPS-01')
    const now = await risk('RISK-OPS-01')
    await say(second.number, item, {
      type: 'rescore',
      version: now.version,
      likelihood: 4,
      impact: 4,
      reason: 'Broken pointers',
    })
    await closed(second.number)
    const { document } = await minutes(second.number)
    expect(document.previous?.number).toBe(first.number)
    expect(document.changes).toEqual([
      { risk: 'RISK-OPS-01', title: 'CI artifacts', words: ['score 12 → 16', 'owner nobody → Otto Owner'] },
    ])
  })

  it('happens once, and every outcome is either in the minutes or refused', async () => {
    const { number } = await start()
    const outcomes = await Promise.allSettled([
      close(number),
      ...Array.from({ length: 5 }, (_, index) => say(number, 1, { type: 'note', note: `Late ${index}` }, owner)),
      close(number),
    ])
    const closings = [outcomes[0], outcomes.at(-1)]
    expect(closings.map((one) => one?.status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = outcomes.slice(1, -1).filter(({ status }) => status === 'fulfilled')
    expect((await minutes(number)).document.items[0]?.outcomes).toHaveLength(kept.length)
    for (const one of outcomes) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'review_closed' })
    }
  })

  it('is for those who run reviews', async () => {
    const { number } = await start()
    await expect(close(number, owner)).rejects.toMatchObject({ status: 403, code: 'no_right' })
  })
})
