import { beforeAll, describe, expect, it } from 'vitest'
import { entriesOf, person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { DAY, HOUR, iso } from '@/lib/domain/instant'
import { deactivatePerson } from '../person/deactivate'
import { addMitigation } from './add-mitigation'
import { assignOwner } from './assign-owner'
import { completeMilestone } from './complete-milestone'
import { evidenceClosure } from './evidence-closure'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { moveRisk } from './move'
import { reportTrigger } from './report-trigger'
import { reviewRisk } from './review'
import { slipMilestone } from './slip-milestone'
import { verifyMitigation } from './verify-mitigation'
import { withdrawMitigation } from './withdraw-mitigation'

let register: RegisterTest
let context: RegisterTest['test']['context']
let owner: UserActor

beforeAll(async () => {
  register = await registerTest()
  context = register.test.context
  owner = register.owner
})

const report = (risk: string): ReturnType<typeof reportTrigger> =>
  reportTrigger(context, owner, { program: PROGRAM, risk, signal: 0, statement: 'Seen.', evidence: 's3://seen' })
const move = async (key: string, to: 'mitigating' | 'watch'): Promise<unknown> =>
  moveRisk(context, owner, { ...(await register.at(key)), to })

describe('a risk on its way', () => {
  it('goes from Open to Closed by what each step asks for, each step refused in the words of its checklist', async () => {
    const key = 'RISK-TECH-01'
    await expect(move(key, 'mitigating')).rejects.toMatchObject({
      status: 422,
      code: 'not_yet',
      message: 'RISK-TECH-01 cannot move to Mitigating yet. Nobody active owns it. There is no mitigation plan.',
      faults: [{ path: 'checklist.owner' }, { path: 'checklist.plan' }],
    })
    await register.bring(key, 'mitigating')
    await expect(move(key, 'watch')).rejects.toMatchObject({
      faults: [{ path: 'checklist.quiet' }, { path: 'checklist.verified', message: 'Not verified: Mend it.' }],
    })
    const [mitigation] = (await register.fact(key)).mitigations
    const proof = { mitigation: mitigation?.id ?? 0, evidence: 's3://proof', note: 'It works.' }
    await expect(verifyMitigation(context, owner, { ...(await register.at(key)), ...proof })).rejects.toMatchObject({
      code: 'milestones_open',
      message: '"Mend it" cannot be verified before its milestones are done: First.',
    })
    const milestone = mitigation?.milestones[0]?.id ?? 0
    await completeMilestone(context, owner, { ...(await register.at(key)), milestone })
    await verifyMitigation(context, owner, { ...(await register.at(key)), ...proof })
    await expect(move(key, 'watch')).rejects.toMatchObject({ faults: [{ path: 'checklist.quiet' }] })
    // Wednesday 12:00 UTC to the Monday after next, 00:00 in New York.
    register.test.setNow('2026-11-30T04:59:59.999Z')
    await expect(move(key, 'watch')).rejects.toMatchObject({ faults: [{ path: 'checklist.quiet' }] })
    register.test.setNow('2026-11-30T05:00:00.000Z')
    await move(key, 'watch')
    await expect(register.close(key)).rejects.toMatchObject({ code: 'not_yet', faults: [{ code: 'closure' }] })
    register.pass(HOUR)
    await evidenceClosure(context, owner, { ...(await register.at(key)), evidence: 's3://four', note: 'Four green.' })
    await register.close(key)
    expect(await register.fact(key)).toMatchObject({
      state: 'closed',
      closedBy: expect.any(Number) as number,
      reviewDueAt: null,
    })
  })

  it('closed, is opened again by a trigger at once, with a review due within the program’s hours', async () => {
    const key = 'RISK-TECH-01'
    register.pass(HOUR)
    const entries = await entriesOf(register.test, () => report(key))
    const now = register.test.now()
    expect(await register.fact(key)).toMatchObject({
      state: 'open',
      stateSince: now,
      closedByDecision: null,
      lastTriggerAt: now,
      reviewDueAt: now + 24 * HOUR,
    })
    expect(entries).toMatchObject([
      {
        type: 'risk.triggered',
        actor: `user:${owner.user}`,
        payload: { risk: key, state: 'open', decision: null, reviewDueAt: iso(now + 24 * HOUR) },
      },
    ])
  })

  it('must have its mitigations verified anew after a trigger', async () => {
    const key = 'RISK-TECH-01'
    register.pass(HOUR)
    await move(key, 'mitigating')
    register.pass(14 * DAY)
    await expect(move(key, 'watch')).rejects.toMatchObject({ faults: [{ code: 'verified' }] })
    const [mitigation] = (await register.fact(key)).mitigations
    const proof = { mitigation: mitigation?.id ?? 0, evidence: 's3://again', note: 'It works again.' }
    await verifyMitigation(context, owner, { ...(await register.at(key)), ...proof })
    await move(key, 'watch')
    // And its closure evidenced anew.
    await expect(register.close(key)).rejects.toMatchObject({ faults: [{ code: 'closure' }] })
  })

  it('skips no step and takes none twice', async () => {
    const key = 'RISK-TECH-02'
    await expect(move(key, 'watch')).rejects.toMatchObject({
      status: 409,
      code: 'no_such_step',
      message: 'RISK-TECH-02 is Open: its next step is Mitigating, not Watch.',
    })
    await register.bring(key, 'mitigating')
    await expect(move(key, 'mitigating')).rejects.toMatchObject({
      code: 'no_such_step',
      message: 'RISK-TECH-02 is Mitigating: its next step is Watch, not Mitigating.',
    })
  })

  it('is closed by no move, whatever is asked for', async () => {
    const to = 'closed' as unknown as 'watch'
    await register.bring('RISK-TECH-03', 'watch')
    await expect(move('RISK-TECH-03', to)).rejects.toMatchObject({ status: 422, code: 'not_yet' })
    expect((await register.fact('RISK-TECH-03')).state).toBe('watch')
  })

  it('waits two whole windows where it is reviewed every two weeks', async () => {
    const key = 'RISK-PROD-02'
    register.test.setNow('2027-01-04T05:00:00.000Z')
    await register.bring(key, 'mitigating')
    const [mitigation] = (await register.fact(key)).mitigations
    const milestone = mitigation?.milestones[0]?.id ?? 0
    await completeMilestone(context, owner, { ...(await register.at(key)), milestone })
    const proof = { mitigation: mitigation?.id ?? 0, evidence: 's3://x', note: 'x' }
    await verifyMitigation(context, owner, { ...(await register.at(key)), ...proof })
    register.test.setNow('2027-01-25T04:59:59.000Z')
    await expect(move(key, 'watch')).rejects.toMatchObject({ faults: [{ code: 'quiet' }] })
    register.test.setNow('2027-01-25T05:00:00.000Z')
    await move(key, 'watch')
  })
})

describe('a plan', () => {
  const key = 'RISK-ADOPT-01'

  it('keeps both dates and the reason of what slipped, and takes back what is withdrawn', async () => {
    register.test.setNow('2027-03-01T12:00:00.000Z')
    const milestones = [{ title: 'Guide', due: '2027-03-05' }]
    await addMitigation(context, owner, { ...(await register.at(key)), title: 'Guides', owner: owner.user, milestones })
    const [first] = (await register.fact(key)).mitigations
    const milestone = first?.milestones[0]?.id ?? 0
    const slip = { milestone, due: '2027-03-12', reason: 'The framework was late.' }
    await slipMilestone(context, owner, { ...(await register.at(key)), ...slip })
    await expect(slipMilestone(context, owner, { ...(await register.at(key)), ...slip })).rejects.toMatchObject({
      faults: [{ path: 'due', code: 'same_day' }],
    })
    expect((await register.fact(key)).mitigations[0]?.milestones).toMatchObject([
      {
        due: '2027-03-12',
        slips: [{ from: '2027-03-05', to: '2027-03-12', reason: 'The framework was late.', by: `user:${owner.user}` }],
      },
    ])
    const withdrawal = { mitigation: first?.id ?? 0, reason: 'Another way.' }
    await withdrawMitigation(context, owner, { ...(await register.at(key)), ...withdrawal })
    await expect(
      withdrawMitigation(context, owner, { ...(await register.at(key)), ...withdrawal }),
    ).rejects.toMatchObject({ code: 'withdrawn' })
    expect((await register.fact(key)).mitigations).toMatchObject([{ withdrawnReason: 'Another way.' }])
  })
})

describe('an owner', () => {
  it('who is deactivated owns nothing from then on, and cannot be chosen again', async () => {
    const key = 'RISK-SEC-01'
    const leaver = await person(register.test, 'Leaver')
    await assignOwner(context, owner, { ...(await register.at(key)), owner: leaver.user })
    expect((await register.fact(key)).owner).toEqual({ user: leaver.user, name: 'Leaver' })
    await deactivatePerson(context, register.admin, leaver.user)
    expect(await register.fact(key)).toMatchObject({ owner: null, formerOwner: { name: 'Leaver' } })
    await expect(move(key, 'mitigating')).rejects.toMatchObject({ faults: [{ code: 'owner' }, { code: 'plan' }] })
    const other = { ...(await register.at('RISK-SUP-02')), owner: leaver.user }
    await expect(assignOwner(context, owner, other)).rejects.toMatchObject({
      faults: [{ path: 'owner', message: 'Leaver has been deactivated.' }],
    })
  })

  it('is given once: the same person again changes nothing', async () => {
    const key = 'RISK-SUP-02'
    await assignOwner(context, owner, { ...(await register.at(key)), owner: owner.user })
    const entries = await entriesOf(register.test, async () =>
      assignOwner(context, owner, { ...(await register.at(key)), owner: owner.user }),
    )
    expect(entries).toEqual([])
    await assignOwner(context, owner, { ...(await register.at(key)), owner: null })
    expect((await register.fact(key)).owner).toBeNull()
  })
})

describe('reviews through a year', () => {
  it('are due by their cadence across DST, and a trigger’s hours come first', async () => {
    const key = 'RISK-PROD-01'
    const { zone } = register.state.revision.compiled.program
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
    // Tuesdays at 15:00 in New York, from January to January.
    for (let week = 0; week < 53; week += 1) {
      const day = new Date(Date.UTC(2028, 0, 4 + 7 * week))
      const summer = day >= new Date('2028-03-12T07:00:00Z') && day < new Date('2028-11-05T06:00:00Z')
      register.test.setNow(day.getTime() + (summer ? 19 : 20) * HOUR)
      expect(clock.format(register.test.now())).toBe('Tue 15:00')
      const before = await register.fact(key)
      if (week > 0) expect(before.reviewDueAt).toBeGreaterThan(register.test.now())
      await reviewRisk(context, owner, { ...(await register.at(key)), note: 'Looked at it.' })
      const after = await register.fact(key)
      expect(after.lastReviewedAt).toBe(register.test.now())
      expect(clock.format(after.reviewDueAt ?? 0)).toBe('Wed 00:00')
    }
    await report(key)
    expect((await register.fact(key)).reviewDueAt).toBe(register.test.now() + 24 * HOUR)
  })
})
