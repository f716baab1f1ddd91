import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, withProgram } from '@/e2e/harness/database'
import { entriesOf } from '@/e2e/harness/people'
import { operator } from '@/lib/auth/actor'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import { table } from '@/lib/program/fixtures/seed'
import { bundledProgram } from '../../../cli/installation/bundled'
import { storeDefinition } from '../program/store'
import { addRisk } from './add'
import { editRisk } from './edit'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { rescoreRisk } from './rescore'

let register: RegisterTest

beforeAll(async () => {
  register = await registerTest()
})

const facts = (): Promise<RiskFact[]> => riskFacts(register.test.context.database.pool, register.state.id)
const store = (source: string): Promise<unknown> => storeDefinition(register.test.context, operator, source)

const own = {
  program: PROGRAM,
  risk: 'RISK-OWN-01',
  category: 'Operational',
  title: 'One of our own',
  statement: 'Someone is away.',
  mitigation: 'Someone else is there.',
  closure: 'Nobody is away.',
  cadenceText: 'Bi-weekly',
  review: 'bi-weekly' as const,
  signals: ['A mail is not answered', 'A call is not taken'],
  gates: ['alpha'],
  ownerRole: 'quality-owner',
  likelihood: 2,
  impact: 4,
}

describe('the register of the bundled program', () => {
  it('holds the twelve of the seed, column by column, Open and unowned', async () => {
    const { roles } = register.state.revision.compiled.program
    const titles = new Map(roles.map(({ id, title }) => [id, title]))
    const rows = table('10')
    const found = new Map((await facts()).map((risk) => [risk.key, risk]))
    expect([...found.keys()].sort()).toEqual(rows.map(([id]) => id).sort())
    for (const row of rows) {
      const risk = found.get(row[0] ?? '')
      expect([
        risk?.key,
        risk?.category,
        risk?.statement,
        String(risk?.likelihood),
        String(risk?.impact),
        `${risk?.signals.map(({ text }) => text).join(', ')}.`,
        risk?.mitigation,
        titles.get(risk?.ownerRole ?? ''),
        risk?.cadenceText,
        risk?.closure,
      ]).toEqual(row)
      expect(risk).toMatchObject({ state: 'open', owner: null, version: 1, origin: 'definition', droppedAt: null })
    }
  })

  it('comes with one entry each, beside the revision’s', async () => {
    const test = await testDatabase('2026-11-18T12:00:00.000Z')
    const entries = await entriesOf(test, () => withProgram(test))
    const types = entries.map(({ type }) => type)
    expect(types.slice(0, 2)).toEqual(['program.revision_stored', 'program.revision_activated'])
    expect(types.slice(2)).toEqual(Array.from({ length: 12 }, () => 'risk.added'))
    expect(JSON.stringify(entries)).not.toContain('ownership guarantees')
  })
})

describe('a definition that changes', () => {
  it('gives risks its words and leaves them their life', async () => {
    const { context } = register.test
    const at = await register.at('RISK-TECH-01')
    await rescoreRisk(context, register.owner, { ...at, likelihood: 1, impact: 5, reason: 'Quiet for long.' })
    const changed = bundledProgram()
      .replace('title: Structured ownership\n    statement', 'title: Ownership\n    statement')
      .replace(
        'cadence: { text: Weekly planning review, review: weekly }',
        'cadence: { text: Bi-weekly, review: bi-weekly }',
      )
    const entries = await entriesOf(register.test, () => store(changed))
    expect(entries.slice(2).map(({ type, payload }) => [type, (payload as { risk: string }).risk])).toEqual([
      ['risk.defined', 'RISK-TECH-01'],
      ['risk.defined', 'RISK-PROD-01'],
    ])
    expect(await register.fact('RISK-TECH-01')).toMatchObject({
      title: 'Ownership',
      likelihood: 1,
      impact: 5,
      version: 3,
    })
    const { review, reviewDueAt, createdAt } = await register.fact('RISK-PROD-01')
    expect(review).toBe('bi-weekly')
    // Wednesday 18 November, and two weeks to the end of the day in New York.
    expect([createdAt, reviewDueAt].map((one) => new Date(one ?? 0).toISOString())).toEqual([
      '2026-11-18T12:00:00.000Z',
      '2026-12-03T05:00:00.000Z',
    ])
  })

  it('keeps a risk it no longer names, marked, and takes it up again', async () => {
    const source = bundledProgram()
    const from = source.indexOf('  - id: RISK-PROD-02')
    const without = source.slice(0, from) + source.slice(source.indexOf('  - id: RISK-SUP-01'))
    await store(without)
    expect((await register.fact('RISK-PROD-02')).droppedAt).toBe(register.test.now())
    expect(await facts()).toHaveLength(12)
    await store(source)
    expect(await register.fact('RISK-PROD-02')).toMatchObject({ droppedAt: null, version: 3 })
  })

  it('forgets a failure that it no longer watches, which could never pass again', async () => {
    const outcome = 'fail' as const
    const result = { observedAt: '2026-11-18T11:30:00.000Z', artifact: { uri: 's3://x' }, command: 'cargo test' }
    await register.upload(
      {},
      {
        evidence: [
          { id: 'CI-FUZZ-01', outcome, ...result },
          { id: 'CI-CLOSURE-01', outcome, ...result },
        ],
      },
    )
    expect((await register.fact('RISK-SEC-01')).failing).toHaveLength(1)
    await store(bundledProgram().replace('- text: Boundary fuzz findings', '- text: Fuzz findings'))
    expect((await register.fact('RISK-SEC-01')).failing).toEqual([])
    expect((await register.fact('RISK-SUP-01')).failing).toHaveLength(1)
    // Watched anew, it fires again.
    await register.upload({}, { evidence: [{ id: 'CI-FUZZ-01', outcome, ...result }] })
    expect((await register.fact('RISK-SEC-01')).failing).toMatchObject([{ signal: 'Fuzz findings' }])
    await store(bundledProgram())
  })

  it('adds what is missing though the definition is in force already', async () => {
    const entries = await entriesOf(register.test, () => store(bundledProgram()))
    expect(entries).toEqual([])
  })
})

describe('a risk added in the browser', () => {
  it('has every column, is edited by people, and survives definitions', async () => {
    const { context } = register.test
    await addRisk(context, register.owner, own)
    expect(await register.fact(own.risk)).toMatchObject({
      origin: 'browser',
      state: 'open',
      signals: [{ text: 'A mail is not answered' }, { text: 'A call is not taken' }],
      gates: ['alpha'],
      score: 8,
    })
    const words = { ...own, title: 'Absence', review: 'weekly' as const }
    await editRisk(context, register.owner, { ...words, ...(await register.at(own.risk)) })
    await store(bundledProgram().replace('title: Structured ownership', 'title: Ownership again'))
    expect(await register.fact(own.risk)).toMatchObject({
      title: 'Absence',
      review: 'weekly',
      version: 2,
      droppedAt: null,
    })
    const same = await editRisk(context, register.owner, { ...words, ...(await register.at(own.risk)) })
    expect(same.version).toBe(2)
  })

  it.each<[string, Partial<typeof own>, string[]]>([
    ['a key that is taken', { risk: 'RISK-TECH-01' }, ['risk']],
    ['a key that is no id', { risk: '1 risk' }, ['risk']],
    ['no words', { title: ' ', statement: '' }, ['title', 'statement']],
    ['no signal', { signals: [] }, ['signals']],
    ['a role and a phase that are not there', { ownerRole: 'nobody', gates: ['omega'] }, ['ownerRole', 'gates.0']],
    ['a score off the scale', { likelihood: 6 }, ['likelihood']],
  ])('is refused with %s', async (_, over, paths) => {
    await expect(
      addRisk(register.test.context, register.owner, { ...own, risk: 'RISK-OWN-02', ...over }),
    ).rejects.toMatchObject({
      status: 422,
      faults: paths.map((path) => ({ path })),
    })
  })

  it('is the only kind whose words people change', async () => {
    const asked = { ...own, ...(await register.at('RISK-TECH-02')) }
    await expect(editRisk(register.test.context, register.owner, asked)).rejects.toMatchObject({ code: 'defined' })
  })
})
