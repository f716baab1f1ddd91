import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { PROGRAM } from '@/e2e/harness/gates'
import { person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { withdrawDecision } from '@/lib/verbs/decision/withdraw'
import { gatePage } from './gate-page'
import { gates } from './gates'
import { proposing } from './proposing'

let test: TestDatabase
let alpha: BeforeAlpha
let viewer: UserActor

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  alpha = await beforeAlpha(test)
  viewer = await person(test, 'Someone who looks')
})

const promote = async (actor: UserActor, phase = 'alpha', side = 'entry') =>
  (await gatePage(test.context, actor, PROGRAM, phase, side)).promote

describe('who may propose, and who decides', () => {
  it('is told of each kind, to those who may and to those who may not', async () => {
    const told = await proposing(test.context, alpha.phaseOwner.actor, PROGRAM)
    expect(told.may).toBe(true)
    expect(told.deciders.promotion).toMatch(/Runtime architect, Reliability lead, Security lead\): 3 of 3 must approve/)
    expect(told.deciders.kill_override).toMatch(/one rejection ends it/)
    expect(told.deciders.remediation_plan).toBe('The Phase owner decides alone.')
    const { may, roles } = await proposing(test.context, viewer, PROGRAM)
    expect(may).toBe(false)
    expect(roles).toContain('Phase owner')
  })
})

describe('the way from a gate to its promotion', () => {
  it('is there once nothing stands against it, for those who may, until it is open', async () => {
    const { actor } = alpha.phaseOwner
    expect(await promote(actor)).toBeNull()
    await alpha.ci()
    expect(await promote(actor)).toMatchObject({ may: true, open: null })
    expect(await promote(viewer)).toMatchObject({ may: false, open: null })
    expect((await gates(test.context, actor, PROGRAM)).promote).toMatchObject({ may: true, open: null })
    // A gate further on leads nowhere yet.
    expect(await promote(actor, 'alpha', 'exit')).toBeNull()
    const decision = await alpha.sealed('promotion', {})
    expect(await promote(actor)).toMatchObject({ open: decision })
    await withdrawDecision(test.context, actor, { program: PROGRAM, decision, reason: 'Not yet.' })
    expect(await promote(actor)).toMatchObject({ open: null })
  })
})
