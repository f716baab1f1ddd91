import { beforeAll, describe, expect, it } from 'vitest'
import { person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { databaseClock } from '@/lib/db/transact'
import { HOUR } from '@/lib/domain/instant'
import { deactivatePerson } from '../person/deactivate'
import { grantRole } from '../person/grant-role'
import { addRisk } from './add'
import { addMitigation } from './add-mitigation'
import { assignOwner } from './assign-owner'
import { completeMilestone } from './complete-milestone'
import { evidenceClosure } from './evidence-closure'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { moveRisk } from './move'
import { reportTrigger } from './report-trigger'
import { rescoreRisk } from './rescore'
import { reviewRisk } from './review'
import { verifyMitigation } from './verify-mitigation'

let register: RegisterTest
let context: RegisterTest['test']['context']
let ada: UserActor
let owner: UserActor

beforeAll(async () => {
  register = await registerTest()
  context = register.test.context
  owner = register.owner
  ada = await person(register.test, 'Ada Lovelace')
  await grantRole(context, register.admin, { program: PROGRAM, user: ada.user, role: 'security-lead' })
})

/** What both came to: `done`, or the code of the refusal. */
async function both(...work: (() => Promise<unknown>)[]): Promise<string[]> {
  const settled = await Promise.allSettled(work.map((one) => one()))
  return settled
    .map((one) =>
      one.status === 'fulfilled' ? 'done' : ((one.reason as { code?: string }).code ?? String(one.reason)),
    )
    .sort()
}

const versions = async (key: string): Promise<number[]> => {
  const { id } = await register.fact(key)
  const { rows } = await context.database.pool.query<{ version: number }>(
    'SELECT version FROM risk_event WHERE risk_id = $1 ORDER BY version',
    [id],
  )
  return rows.map(({ version }) => version)
}

const outcome = (id: string, outcome: 'pass' | 'fail'): Parameters<RegisterTest['upload']>[1] => ({
  evidence: [
    { id, outcome, observedAt: '2026-11-18T11:30:00.000Z', artifact: { uri: 's3://log' }, command: 'cargo test' },
  ],
})

describe('two writers on one risk', () => {
  it('of whom one comes first: the other is told who did what, and changes nothing', async () => {
    const key = 'RISK-TECH-01'
    const at = await register.at(key)
    expect(
      await both(
        () => rescoreRisk(context, ada, { ...at, likelihood: 4, impact: 5, reason: 'It came again.' }),
        () => assignOwner(context, owner, { ...at, owner: ada.user }),
      ),
    ).toEqual(['changed', 'done'])
    expect(await versions(key)).toEqual([1, 2])
  })

  it('is told in words', async () => {
    const key = 'RISK-TECH-02'
    const at = await register.at(key)
    await rescoreRisk(context, ada, { ...at, likelihood: 4, impact: 5, reason: 'It came again.' })
    await assignOwner(context, owner, { ...at, version: 2, owner: ada.user })
    await expect(reviewRisk(context, owner, { ...at, note: 'Looked at.' })).rejects.toMatchObject({
      status: 409,
      code: 'changed',
      message:
        'RISK-TECH-02 has changed since you opened it. Ada Lovelace re-scored it to 4 × 5 (18 Nov 2026, 07:00); ' +
        'Grace Hopper gave it to Ada Lovelace (18 Nov 2026, 07:00). Look at it as it is now, then send this again.',
      faults: [{ code: 'rescored' }, { code: 'assigned' }],
    })
  })

  it.each<[string, 'mitigating' | 'watch']>([
    ['RISK-TECH-03', 'mitigating'],
    ['RISK-TECH-04', 'watch'],
  ])('move %s to %s once', async (key, to) => {
    await register.bring(key, 'mitigating')
    if (to === 'mitigating') {
      register.pass(1_000)
      const seen = { signal: 0, statement: 'x', evidence: 's3://x' }
      await reportTrigger(context, owner, { program: PROGRAM, risk: key, ...seen })
    } else {
      await ready(key)
    }
    register.pass(1_000)
    const at = await register.at(key)
    const move = (actor: UserActor) => (): Promise<unknown> => moveRisk(context, actor, { ...at, to })
    expect(await both(move(owner), move(ada))).toEqual(['changed', 'done'])
    expect(await register.fact(key)).toMatchObject({ state: to, version: at.version + 1 })
  })

  it('close a risk once, and a decision closes what a trigger has not just opened', async () => {
    const key = 'RISK-PROD-01'
    await register.bring(key, 'watch')
    await evidenceClosure(context, owner, { ...(await register.at(key)), evidence: 's3://x', note: 'x' })
    register.pass(1_000)
    expect(
      await both(
        () => register.close(key),
        () => register.close(key),
      ),
    ).toEqual(['done', 'not_yet'])
    expect((await register.fact(key)).state).toBe('closed')
  })

  it.each(Array.from({ length: 6 }, (_, index) => index))(
    'never leave a triggered risk in Watch or closed (%d)',
    async (index) => {
      const key = ['RISK-SEC-01', 'RISK-SUP-01'][index % 2] ?? ''
      const evidence = key === 'RISK-SEC-01' ? 'CI-FUZZ-01' : 'CI-CLOSURE-01'
      await register.upload({}, outcome(evidence, 'pass'))
      await register.bring(key, 'mitigating')
      await ready(key)
      const at = await register.at(key)
      register.pass(1_000)
      const now = register.test.now()
      const results = await both(
        () => moveRisk(context, owner, { ...at, to: 'watch' }),
        () => register.upload({}, outcome(evidence, 'fail')),
      )
      expect(results).toContain('done')
      expect(await register.fact(key)).toMatchObject({ state: 'open', lastTriggerAt: now })
    },
  )

  it('a trigger and a closing decision at once: the risk is Open, or was never closed', async () => {
    const key = 'RISK-OPS-02'
    await register.bring(key, 'watch')
    await evidenceClosure(context, owner, { ...(await register.at(key)), evidence: 's3://x', note: 'x' })
    register.pass(1_000)
    const seen = { program: PROGRAM, risk: key, signal: 1, statement: 'x', evidence: 's3://x' }
    await both(
      () => register.close(key),
      () => reportTrigger(context, ada, seen),
    )
    expect(await register.fact(key)).toMatchObject({ state: 'open', closedByDecision: null })
  })

  it('choose one key for a new risk: one has it', async () => {
    const words = {
      program: PROGRAM,
      risk: 'RISK-OPS-09',
      category: 'Operational',
      title: 'New',
      statement: 'x',
      mitigation: 'x',
      closure: 'x',
      cadenceText: 'Weekly',
      review: 'weekly' as const,
      signals: ['x'],
      gates: [],
      ownerRole: 'quality-owner',
      likelihood: 3,
      impact: 3,
    }
    expect(
      await both(
        () => addRisk(context, owner, words),
        () => addRisk(context, ada, words),
      ),
    ).toEqual(['done', 'invalid'])
    expect(await versions('RISK-OPS-09')).toEqual([1])
  })

  it('give a risk to someone who is deactivated at that moment: nobody owns it', async () => {
    const leaver = await person(register.test, 'Leaver')
    const at = await register.at('RISK-ADOPT-01')
    await both(
      () => assignOwner(context, owner, { ...at, owner: leaver.user }),
      () => deactivatePerson(context, register.admin, leaver.user),
    )
    expect((await register.fact('RISK-ADOPT-01')).owner).toBeNull()
  })

  it('have every one of their changes on record, one version each', async () => {
    const key = 'RISK-PROD-02'
    for (let round = 0; round < 4; round += 1) {
      const at = await register.at(key)
      await both(
        () => reviewRisk(context, owner, { ...at, note: 'x' }),
        () => addMitigation(context, ada, { ...at, title: 'x', owner: ada.user, milestones: [] }),
        () => reportTrigger(context, ada, { ...at, signal: 2, statement: 'x', evidence: 's3://x' }),
      )
    }
    const { version } = await register.fact(key)
    expect(await versions(key)).toEqual(Array.from({ length: version }, (_, index) => index + 1))
  })

  it('by the database’s own clock, eight reports at once, are eight events', async () => {
    const real = { ...context, clock: databaseClock }
    const key = 'RISK-SUP-02'
    const seen = { program: PROGRAM, risk: key, signal: 0, statement: 'x', evidence: 's3://x' }
    await both(
      ...Array.from({ length: 8 }, (_, index) => () => reportTrigger(real, index % 2 === 0 ? owner : ada, seen)),
    )
    expect((await versions(key)).length).toBe(9)
  })
})

/** Everything but quiet is done, and quiet is waited for. */
async function ready(key: string): Promise<void> {
  for (const { id, milestones } of (await register.fact(key)).mitigations) {
    for (const { id: milestone, doneAt } of milestones) {
      if (doneAt === null) await completeMilestone(context, owner, { ...(await register.at(key)), milestone })
    }
    register.pass(HOUR)
    const proof = { mitigation: id, evidence: 's3://x', note: 'x' }
    await verifyMitigation(context, owner, { ...(await register.at(key)), ...proof })
  }
  register.pass(21 * 24 * HOUR)
}
