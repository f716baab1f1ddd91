import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { against } from '@/e2e/harness/gates'
import { signerPlace } from '@/e2e/harness/register-log'
import type { UserActor } from '@/lib/auth/actor'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import { makeKeyIn } from '@/lib/db/signer'
import { databaseClock } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { bundleFile } from '@/lib/queries/bundle'
import { inbox } from '@/lib/queries/inbox'
import { checkRegister } from '@/lib/queries/register/check/check'
import { trustFile } from '@/lib/queries/register/trust'
import { readTrust } from '@/lib/register/trust'
import { verifyBundle } from '@/lib/register/verify/bundle'
import { seal } from '@/lib/verbs/register/seal'
import { bundledProgram } from '../installation/bundled'
import { replayDemo } from './replay'

const PROGRAM = 'asupersync-browser'

let test: TestDatabase
let risks: Map<string, RiskFact>

beforeAll(async () => {
  test = await testDatabase()
  await replayDemo({ database: test.context.database, clock: databaseClock }, bundledProgram())
  const { id } = await test.context.database.prisma.program.findFirstOrThrow()
  risks = new Map((await riskFacts(test.context.database.pool, id)).map((risk) => [risk.key, risk]))
}, 240_000)

describe('the demo’s risks', () => {
  it('stand in every state that people alone can reach', () => {
    const states = new Map([...risks].map(([key, { state }]) => [key, state]))
    expect(Object.fromEntries(states)).toEqual({
      'RISK-TECH-01': 'watch',
      'RISK-TECH-02': 'mitigating',
      'RISK-TECH-03': 'mitigating',
      'RISK-TECH-04': 'mitigating',
      'RISK-PROD-01': 'mitigating',
      'RISK-PROD-02': 'mitigating',
      'RISK-SUP-01': 'watch',
      'RISK-SUP-02': 'open',
      'RISK-SEC-01': 'open',
      'RISK-OPS-01': 'mitigating',
      'RISK-OPS-02': 'open',
      'RISK-ADOPT-01': 'open',
    })
  })

  it('leave two without an owner, one of them high', () => {
    const unowned = [...risks.values()].filter(({ owner }) => owner === null)
    expect(unowned.map(({ key, score }) => [key, score])).toEqual([
      ['RISK-SUP-02', 12],
      ['RISK-ADOPT-01', 9],
    ])
  })

  it('were put back to Open by failing evidence of a replayed upload', async () => {
    const { rows } = await test.context.database.pool.query<{ key: string; signal: string; source: string }>(
      `SELECT r.key, t.key AS signal, t.source FROM risk_trigger t JOIN risk r ON r.id = t.risk_id ORDER BY t.id`,
    )
    expect(rows).toContainEqual({ key: 'RISK-SEC-01', signal: 'evidence:CI-FUZZ-01', source: 'signal' })
    expect(rows).toContainEqual({ key: 'RISK-TECH-04', signal: 'series:M-COR-03|core-min|ci', source: 'signal' })
    expect(rows).toContainEqual({ key: 'RISK-PROD-01', signal: null, source: 'report' })
  })

  it('have one milestone that slipped and one that is overdue', () => {
    const today = iso(Date.now()).slice(0, 10)
    const milestones = [...risks.values()].flatMap(({ mitigations }) => mitigations.flatMap((one) => one.milestones))
    expect(milestones.filter(({ slips }) => slips.length > 0)).toHaveLength(1)
    expect(milestones.filter(({ due, doneAt }) => doneAt === null && due < today)).toHaveLength(1)
  })

  it('have one that was re-scored', () => {
    expect(risks.get('RISK-PROD-01')).toMatchObject({ likelihood: 3, impact: 4 })
  })
})

describe('the demo’s decisions', () => {
  const decisions = () =>
    test.context.database.prisma.decision.findMany({
      orderBy: { number: 'asc' },
      include: { packets: true, votes: true },
    })

  /** The demo's person with this role. */
  async function holder(role: string): Promise<UserActor> {
    const { userId } = await test.context.database.prisma.roleAssignment.findFirstOrThrow({ where: { role } })
    return { kind: 'user', user: userId }
  }

  it('are a plan that stands, the minutes of its boards, and a debt that waits for two votes', async () => {
    const all = await decisions()
    const decided = all.filter(({ outcome }) => outcome === 'approved').map(({ kind }) => kind)
    expect(decided.sort()).toEqual([
      ...Array<string>(4).fill('incident'),
      ...Array<string>(3).fill('minutes'),
      'remediation_plan',
    ])
    const waiting = all.at(-1)
    expect(waiting).toMatchObject({ kind: 'parity_debt', state: 'sealed', votes: [{ seat: 'runtime-architect' }] })
    const plan = await test.context.database.prisma.remediationPlan.findFirstOrThrow()
    expect(plan).toMatchObject({ metric: 'M-PERF-02', endedAt: null })
    expect(plan.dueAt.getTime()).toBeGreaterThan(Date.now() + 10 * 86_400_000)
  })

  it('have ended what failing runs stopped, each in time', async () => {
    const incidents = await test.context.database.prisma.incident.findMany({
      include: { criteria: true, run: true },
      orderBy: { id: 'asc' },
    })
    expect(incidents.map(({ criteria, outcome }) => [criteria[0]?.criterion, outcome])).toEqual([
      ['replay-divergence', 'continue'],
      ['performance-breach', 'continue'],
      ['security-boundary-defect', 'continue'],
      ['performance-breach', 'continue'],
    ])
    for (const { run, openedAt, endedAt, dueAt } of incidents) {
      expect(run?.gated).toBe(true)
      expect(endedAt?.getTime()).toBeGreaterThan(openedAt.getTime())
      expect(endedAt?.getTime()).toBeLessThan(dueAt?.getTime() ?? 0)
    }
  })

  it('leave a vote in the inbox of the two who have not voted', async () => {
    const asks = async (role: string): Promise<string[]> =>
      (await inbox(test.context, await holder(role), PROGRAM)).items
        .filter(({ kind }) => kind === 'vote')
        .map(({ title }) => title)
    expect(await asks('reliability-lead')).toEqual([expect.stringContaining('Temporary debt of codec')])
    expect(await asks('security-lead')).toEqual([expect.stringContaining('Temporary debt of codec')])
    expect(await asks('runtime-architect')).toEqual([])
  })

  it('leave the first gate held by the one risk that nobody owns', async () => {
    test.setNow(Date.now())
    expect(await against(test)).toEqual([expect.stringMatching(/^alpha\/entry standing-risks: .*RISK-SUP-02/)])
  })

  it('are on a register that is in order, and verified from its plan’s bundle', async () => {
    const signer = signerPlace()
    makeKeyIn(signer.keyFile)
    await seal(test.context, signer, { everything: true })
    expect((await checkRegister(test.context)).findings).toEqual([])
    const plan = (await decisions()).find(({ kind }) => kind === 'remediation_plan')
    const { body } = await bundleFile(test.context, await holder('phase-owner'), PROGRAM, plan?.packets[0]?.id ?? 0)
    const trust = readTrust(await trustFile(test.context))
    expect(verifyBundle(body, trust.ok ? trust.trust : null)).toMatchObject({
      verdict: 'verified',
      facts: { outcome: 'approved', votes: [{ signature: expect.stringContaining('operator') as string }] },
    })
  })
})
