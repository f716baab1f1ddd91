import { beforeAll, describe, expect, it } from 'vitest'
import { decided } from '@/e2e/harness/gates'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { transact } from '@/lib/db/transact'
import { declareIncident } from '@/lib/verbs/incident/declare'
import { endIncident } from '@/lib/verbs/incident/end'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { addRisk } from '@/lib/verbs/risk/add'
import { risk, type RiskDto } from './risk'

let register: RegisterTest
let context: RegisterTest['test']['context']

beforeAll(async () => {
  register = await registerTest()
  context = register.test.context
})

const page = (key: string): Promise<RiskDto> => risk(context, register.owner, PROGRAM, key)

const declared = async (criterion: string): Promise<number> => {
  const seen = { statement: `Seen: ${criterion}`, evidence: [{ uri: 's3://seen', sha256: null }] }
  return (await declareIncident(context, register.owner, { program: PROGRAM, criterion, ...seen })).incident
}

const idsOf = async (key: string): Promise<number[]> => (await page(key)).incidents.incidents.map(({ id }) => id)

describe('the incidents of a risk', () => {
  it('are named by what would open one, while there is none', async () => {
    expect((await page('RISK-TECH-01')).incidents).toEqual({
      criteria: [
        { id: 'ownership-break', text: expect.stringContaining('ownership break') as string },
        { id: 'quiescence-regression', text: expect.stringContaining('quiescence') as string },
        { id: 'p0-invariant-regression', text: expect.any(String) as string },
      ],
      incidents: [],
    })
    expect((await page('RISK-PROD-01')).incidents).toEqual({ criteria: [], incidents: [] })
  })

  it('are those of the criteria that watch what it watches, the open ones first, and no others', async () => {
    const ownership = await declared('ownership-break')
    register.pass(1_000)
    const leak = await declared('obligation-leak')
    expect(await idsOf('RISK-TECH-01')).toEqual([ownership])
    expect(await idsOf('RISK-TECH-03')).toEqual([leak])
    expect(await idsOf('RISK-PROD-01')).toEqual([])
    register.pass(1_000)
    const regression = await declared('p0-invariant-regression')
    expect(await idsOf('RISK-TECH-01')).toEqual([regression, ownership])
    expect((await page('RISK-TECH-01')).incidents.incidents[1]).toMatchObject({
      statement: 'Seen: ownership-break',
      ended: null,
    })
  })

  it('stay when they have ended, with how, below those that are open', async () => {
    const [regression = 0, ownership = 0] = await idsOf('RISK-TECH-01')
    const decision = await decided(register.test, 'incident', register.owner)
    await transact(context, { actor: register.owner, program: register.state, lock: 'exclusive' }, async (tx) => ({
      result: null,
      entries: [await endIncident(tx, register.state, regression, 'dismiss', decision)],
    }))
    const { incidents } = (await page('RISK-TECH-01')).incidents
    expect(incidents.map(({ id, ended }) => [id, ended?.outcome ?? null])).toEqual([
      [ownership, null],
      [regression, 'dismiss'],
    ])
  })
})

describe('the gates of a risk', () => {
  const gates = async (key: string) => (await page(key)).gatePages.map(({ title, why }) => `${title}, ${why}`)

  it('are those ahead while nobody owns it at or above the threshold, and none once it is owned', async () => {
    expect(await gates('RISK-TECH-01')).toEqual(['Alpha entry, unowned'])
    // 2 × 5 stays below the threshold.
    expect(await gates('RISK-SEC-01')).toEqual([])
    await assignOwner(context, register.owner, { ...(await register.at('RISK-TECH-01')), owner: register.owner.user })
    expect(await gates('RISK-TECH-01')).toEqual([])
  })

  it('are both of each phase that it names', async () => {
    await addRisk(context, register.owner, {
      program: PROGRAM,
      risk: 'RISK-OPS-09',
      category: 'Operational',
      title: 'New',
      statement: 'x',
      mitigation: 'x',
      closure: 'x',
      cadenceText: 'Weekly',
      review: 'weekly',
      signals: ['x'],
      gates: ['beta'],
      ownerRole: 'quality-owner',
      likelihood: 3,
      impact: 3,
    })
    expect(await gates('RISK-OPS-09')).toEqual(['Beta entry, named', 'Beta exit, named'])
    expect((await page('RISK-OPS-09')).gates).toEqual(['beta'])
  })
})
