import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import { databaseClock } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { bundledProgram } from '../installation/bundled'
import { replayDemo } from './replay'

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
