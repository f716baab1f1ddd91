import { beforeAll, describe, expect, it } from 'vitest'
import { person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { iso } from '@/lib/domain/instant'
import { addMilestone } from './add-milestone'
import { addMitigation } from './add-mitigation'
import { assignOwner } from './assign-owner'
import { evidenceClosure } from './evidence-closure'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { moveRisk } from './move'
import { reportTrigger } from './report-trigger'
import { rescoreRisk } from './rescore'
import { reviewRisk } from './review'
import { slipMilestone } from './slip-milestone'
import { withdrawMitigation } from './withdraw-mitigation'

let register: RegisterTest
let context: RegisterTest['test']['context']
let owner: UserActor

beforeAll(async () => {
  register = await registerTest()
  context = register.test.context
  owner = register.owner
})

describe('what is refused', () => {
  const key = 'RISK-OPS-02'
  const stranger = (): Promise<UserActor> => person(register.test, 'Nobody in particular')

  it('everyone without the right', async () => {
    const actor = await stranger()
    const at = await register.at(key)
    const refused = { status: 403, code: 'no_right' }
    await expect(assignOwner(context, actor, { ...at, owner: actor.user })).rejects.toMatchObject(refused)
    await expect(moveRisk(context, actor, { ...at, to: 'mitigating' })).rejects.toMatchObject(refused)
    await expect(reviewRisk(context, actor, { ...at, note: 'x' })).rejects.toMatchObject(refused)
    const seen = { signal: 0, statement: 'x', evidence: 's3://x' }
    await expect(reportTrigger(context, actor, { ...at, ...seen })).rejects.toMatchObject(refused)
  })

  it('risks and programs that are not there', async () => {
    const at = { program: PROGRAM, risk: 'RISK-NONE', version: 1 }
    await expect(assignOwner(context, owner, { ...at, owner: null })).rejects.toMatchObject({ status: 404 })
    const elsewhere = { ...at, program: 'nowhere' }
    await expect(assignOwner(context, owner, { ...elsewhere, owner: null })).rejects.toMatchObject({ status: 404 })
  })

  it.each<[string, object, string[]]>([
    ['a score off the scale', { likelihood: 0, impact: 6, reason: 'x' }, ['likelihood', 'impact']],
    ['half a point', { likelihood: 2.5, impact: 3, reason: 'x' }, ['likelihood']],
    ['no reason', { likelihood: 2, impact: 3, reason: '  ' }, ['reason']],
    ['what cannot be kept', { likelihood: 2, impact: 3, reason: 'a\u0000b' }, ['reason']],
    ['half a character', { likelihood: 2, impact: 3, reason: '\ud800' }, ['reason']],
    ['the score it has', { likelihood: 4, impact: 3, reason: 'x' }, ['likelihood']],
  ])('re-scoring with %s', async (_, input, paths) => {
    const asked = { ...(await register.at(key)), ...(input as { likelihood: number; impact: number; reason: string }) }
    await expect(rescoreRisk(context, owner, asked)).rejects.toMatchObject({
      status: 422,
      faults: paths.map((path) => ({ path })),
    })
  })

  it('a mitigation without words, for nobody, or dated in the past', async () => {
    const at = await register.at(key)
    const nobody = '00000000-0000-4000-8000-00000000dead'
    const late = [{ title: 'Late', due: '2026-11-17' }]
    await expect(
      addMitigation(context, owner, { ...at, title: '', owner: 'x', milestones: [{ title: '', due: 'soon' }] }),
    ).rejects.toMatchObject({
      faults: [{ path: 'title' }, { path: 'owner' }, { path: 'milestones.0.title' }, { path: 'milestones.0.due' }],
    })
    await expect(
      addMitigation(context, owner, { ...at, title: 'x', owner: nobody, milestones: [] }),
    ).rejects.toMatchObject({
      faults: [{ path: 'owner', code: 'not_active' }],
    })
    await expect(
      addMitigation(context, owner, { ...at, title: 'x', owner: owner.user, milestones: late }),
    ).rejects.toMatchObject({ faults: [{ path: 'milestones.0.due', code: 'past' }] })
  })

  it('a trigger that is still to come, without evidence, or of a signal that it does not have', async () => {
    const seen = { program: PROGRAM, risk: key, signal: 0, statement: 'x', evidence: 's3://x' }
    const ahead = iso(register.test.now() + 6 * 60_000)
    await expect(reportTrigger(context, owner, { ...seen, observedAt: ahead })).rejects.toMatchObject({
      faults: [{ path: 'observedAt', code: 'future' }],
    })
    await expect(reportTrigger(context, owner, { ...seen, evidence: '' })).rejects.toMatchObject({
      faults: [{ path: 'evidence' }],
    })
    await expect(reportTrigger(context, owner, { ...seen, signal: 9 })).rejects.toMatchObject({
      faults: [{ path: 'signal', code: 'unknown_signal' }],
    })
    expect((await register.fact(key)).lastTriggerAt).toBeNull()
  })

  it('work on a closed risk, and on what is verified, withdrawn, done or another’s', async () => {
    const other = 'RISK-SUP-01'
    await register.bring(other, 'closed')
    const at = await register.at(other)
    const closed = { status: 409, code: 'closed' }
    await expect(rescoreRisk(context, owner, { ...at, likelihood: 1, impact: 1, reason: 'x' })).rejects.toMatchObject(
      closed,
    )
    await expect(reviewRisk(context, owner, { ...at, note: 'x' })).rejects.toMatchObject(closed)
    const mitigation = (await register.fact(other)).mitigations[0]?.id ?? 0
    await expect(withdrawMitigation(context, owner, { ...at, mitigation, reason: 'x' })).rejects.toMatchObject(closed)

    const watch = 'RISK-TECH-03'
    await register.bring(watch, 'watch')
    const verified = (await register.fact(watch)).mitigations[0]
    const here = await register.at(watch)
    const due = '2028-01-01'
    const more = { mitigation: verified?.id ?? 0, title: 'More', due }
    await expect(addMilestone(context, owner, { ...here, ...more })).rejects.toMatchObject({ code: 'verified' })
    await expect(addMilestone(context, owner, { ...here, ...more, mitigation })).rejects.toMatchObject({ status: 404 })
    const milestone = verified?.milestones[0]?.id ?? 0
    await expect(slipMilestone(context, owner, { ...here, milestone, due, reason: 'x' })).rejects.toMatchObject({
      code: 'verified',
    })
    await expect(
      evidenceClosure(context, owner, { ...(await register.at(key)), evidence: 's3://x', note: 'x' }),
    ).rejects.toMatchObject({ code: 'not_in_watch' })
  })
})
