import { beforeAll, describe, expect, it } from 'vitest'
import { type Council, council, vote, type Voter } from '@/e2e/harness/council'
import { entriesOf } from '@/e2e/harness/people'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { evidenceClosure } from '../risk/evidence-closure'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'

const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const
const KEY = 'RISK-SEC-01'

let register: RegisterTest
let people: Council
let asker: Voter

beforeAll(async () => {
  register = await registerTest()
  await register.bring(KEY, 'watch')
  people = await council(register.test, PROGRAM, [...TRIAD, 'phase-owner'])
  asker = people.voters['phase-owner'] as Voter
})

const ballot = (decision: number) => ({ program: PROGRAM, decision })
const row = (number: number) =>
  register.test.context.database.prisma.decision.findFirstOrThrow({ where: { number, program: { slug: PROGRAM } } })

const sealed = async (): Promise<number> => {
  const asks = { program: PROGRAM, kind: 'risk_closure', recommendation: 'Close it.', input: { risk: KEY } }
  const { number } = await proposeDecision(register.test.context, asker.actor, { ...asks, supersede: true })
  await sealDecision(register.test.context, asker.actor, ballot(number))
  return number
}

const decided = async (decision: number): Promise<unknown> => {
  for (const role of TRIAD) await vote(register.test, people.voters[role] as Voter, ballot(decision))
  return row(decision)
}

const evidenced = async (): Promise<unknown> =>
  evidenceClosure(register.test.context, register.owner, {
    ...(await register.at(KEY)),
    evidence: 's3://closure',
    note: 'Its criteria are met.',
  })

const fuzz = (outcome: 'pass' | 'fail'): Promise<unknown> => {
  register.pass(3_600_000)
  const observedAt = new Date(register.test.now() - 60_000).toISOString()
  const one = { id: 'CI-FUZZ-01', outcome, observedAt, artifact: { uri: 's3://fuzz' }, command: 'cargo fuzz' }
  return register.upload({ startedAt: observedAt }, { evidence: [one] })
}

describe('a risk in Watch', () => {
  it('is not sealed for closing before its criteria are evidenced', async () => {
    await expect(sealed()).rejects.toMatchObject({ code: 'not_sealable' })
    expect(await register.fact(KEY)).toMatchObject({ state: 'watch' })
  })

  it('is closed by the last vote, with the decision on record, and opened again by a trigger', async () => {
    register.pass(1_000)
    await evidenced()
    const decision = await sealed()
    const entries = await entriesOf(register.test, () => decided(decision))
    expect(entries.slice(-2)).toMatchObject([
      { type: 'decision.decided' },
      { type: 'risk.closed', payload: { decision: `D-${decision}` } },
    ])
    const { id } = await row(decision)
    expect(await register.fact(KEY)).toMatchObject({
      state: 'closed',
      closedByDecision: id,
      closedBy: decision,
      reviewDueAt: null,
    })

    await fuzz('fail')
    expect(await register.fact(KEY)).toMatchObject({ state: 'open', closedByDecision: null })
    expect(await row(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
    await expect(sealed()).rejects.toMatchObject({ code: 'not_sealable' })
  })
})
