import { beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { person } from '@/e2e/harness/people'
import { operator, type UserActor } from '@/lib/auth/actor'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { addMitigation } from '@/lib/verbs/risk/add-mitigation'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { moveRisk } from '@/lib/verbs/risk/move'
import { reportTrigger } from '@/lib/verbs/risk/report-trigger'
import { rescoreRisk } from '@/lib/verbs/risk/rescore'
import { slipMilestone } from '@/lib/verbs/risk/slip-milestone'
import { deactivatePerson } from '@/lib/verbs/person/deactivate'
import { closeReview } from '@/lib/verbs/review/close'
import { startReview } from '@/lib/verbs/review/start'
import { table } from '@/lib/program/fixtures/seed'
import { riskQuery } from '@/lib/http/risk-query'
import { risk, type RiskDto } from './risk'
import { risks, type RisksDto } from './risks'

const program = 'asupersync-browser'
const MONDAY = '2026-11-16T15:00:00.000Z'

let test: TestDatabase
let owner: UserActor
let viewer: UserActor

beforeAll(async () => {
  test = await testDatabase(MONDAY)
  await withProgram(test)
  owner = await person(test, 'Olga')
  viewer = await person(test, 'Vera')
  await grantRole(test.context, operator, { program, user: owner.user, role: 'program-owner' })
})

const register = (params = {}, actor = viewer): Promise<RisksDto> =>
  risks(test.context, actor, program, riskQuery(params))
const page = (key: string, actor = owner): Promise<RiskDto> => risk(test.context, actor, program, key)
const at = async (key: string) => ({ program, risk: key, version: (await page(key)).version })

describe('the register', () => {
  it('holds the risks of the definition, unowned and high ones told apart', async () => {
    const { all, rows, cells, mayManage } = await register()
    expect(all).toHaveLength(12)
    expect(rows.map(({ score }) => score)).toEqual([...rows.map(({ score }) => score)].sort((a, b) => b - a))
    expect(all.filter(({ high }) => high)).toHaveLength(9)
    expect(cells.flatMap(({ keys }) => keys).sort()).toEqual(all.map(({ key }) => key))
    expect(mayManage).toBe(false)
    expect((await register({}, owner)).mayManage).toBe(true)
  })

  it('has the columns of the seed, row by row', async () => {
    const { all } = await register()
    const rows = all.map((row) => [
      row.key,
      row.category,
      row.statement,
      String(row.likelihood),
      String(row.impact),
      `${row.signals.join(', ')}.`,
      row.mitigation,
      row.ownerRole.title,
      row.cadence,
      row.closure,
    ])
    expect(rows).toEqual(table('10').sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)))
  })

  it('shows only the risks of its own program', async () => {
    const source = readFileSync(new URL('../program/fixtures/infusion-pump.yaml', import.meta.url), 'utf8')
    await withProgram(test, source)
    expect((await register()).all).toHaveLength(12)
  })

  it('compares with the last board once one has closed, and not before', async () => {
    const key = 'RISK-SUP-02'
    const fields = { likelihood: 5, impact: 4, reason: 'Three updates in a week.' }
    await rescoreRisk(test.context, owner, { ...(await at(key)), ...fields })
    expect(await register()).toMatchObject({ lastBoard: null })
    expect((await register()).all.flatMap(({ moved }) => moved ?? [])).toEqual([])

    const { number } = await startReview(test.context, owner, { program, kind: 'weekly', cause: '' })
    test.setNow('2026-11-16T16:00:00.000Z')
    await closeReview(test.context, owner, { program, number })
    expect(await register()).toMatchObject({ lastBoard: '2026-11-16T16:00:00.000Z' })
    expect((await register()).all.flatMap(({ moved }) => moved ?? [])).toEqual([])

    test.setNow('2026-11-16T17:00:00.000Z')
    await rescoreRisk(test.context, owner, { ...(await at(key)), ...fields, likelihood: 2 })
    expect((await register()).all.flatMap(({ moved }) => moved ?? [])).toEqual([
      {
        key,
        from: { likelihood: 5, impact: 4, score: 20, state: 'open' },
        to: { likelihood: 2, impact: 4, score: 8, state: 'open' },
      },
    ])
  })

  it('calls a review overdue from its end on', async () => {
    const due = (await register()).all.find(({ key }) => key === 'RISK-OPS-02')?.nextReview ?? ''
    test.setNow(Date.parse(due) - 1)
    expect((await register({ overdue: '1' })).rows.map(({ key }) => key)).not.toContain('RISK-OPS-02')
    test.setNow(due)
    expect((await register({ overdue: '1' })).rows.map(({ key }) => key)).toContain('RISK-OPS-02')
  })
})

describe('a risk', () => {
  const key = 'RISK-TECH-01'

  it('says what the next state asks, in the words with which a move is refused', async () => {
    const before = await page(key)
    expect(before.next).toMatchObject({ to: 'mitigating', allowed: false })
    const missing = before.next?.checklist.filter(({ met }) => !met).map(({ detail }) => detail) ?? []
    expect(missing).toHaveLength(2)
    const refused = moveRisk(test.context, owner, { ...(await at(key)), to: 'mitigating' })
    await expect(refused).rejects.toMatchObject({ status: 422 })
    await expect(refused).rejects.toThrow(missing.join(' '))
  })

  it('keeps both dates of a slip, who moved it and why, and tells its history newest first', async () => {
    await assignOwner(test.context, owner, { ...(await at(key)), owner: owner.user })
    const milestones = [{ title: 'Replay gate in CI', due: '2026-12-01' }]
    await addMitigation(test.context, owner, { ...(await at(key)), title: 'Gate', owner: viewer.user, milestones })
    await moveRisk(test.context, owner, { ...(await at(key)), to: 'mitigating' })
    const milestone = (await page(key)).plan[0]?.milestones[0]?.id ?? 0
    const slip = { milestone, due: '2026-12-08', reason: 'No runner.' }
    await slipMilestone(test.context, owner, { ...(await at(key)), ...slip })
    const { plan, history, next } = await page(key)
    expect(plan[0]?.milestones[0]).toMatchObject({
      due: '2026-12-08',
      slips: [{ from: '2026-12-01', to: '2026-12-08', reason: 'No runner.', by: 'Olga' }],
    })
    expect(next).toMatchObject({ to: 'watch', allowed: false })
    expect(history.map(({ by, what, why }) => [by, what, why])).toEqual([
      ['Olga', 'moved a milestone: Replay gate in CI, from 1 Dec 2026 to 8 Dec 2026', 'No runner.'],
      ['Olga', 'moved it to Mitigating', null],
      ['Olga', 'added a mitigation: Gate', null],
      ['Olga', 'gave it to Olga', null],
      ['Operator', 'added it', null],
    ])
  })

  it('is overdue with a milestone once its day has passed in the zone of the program', async () => {
    test.setNow('2026-12-09T04:59:00.000Z')
    expect((await page(key)).milestones.overdue).toBe(0)
    test.setNow('2026-12-09T05:00:00.000Z')
    expect((await page(key)).milestones.overdue).toBe(1)
  })

  it('shows a report at its signal, at once and with its evidence', async () => {
    const report = { signal: 2, statement: 'Two tasks outlived their region.', evidence: 'https://ci.example.test/7' }
    await reportTrigger(test.context, owner, { program, risk: key, ...report })
    const { state, watch, history, nextReview } = await page(key)
    expect(state).toBe('open')
    expect(nextReview).toBe('2026-11-24T05:00:00.000Z')
    expect(watch.map(({ state, last }) => [state, last?.statement ?? null])).toEqual([
      ['unseen', null],
      ['unseen', null],
      ['reported', report.statement],
    ])
    expect(history[0]).toMatchObject({
      by: 'Olga',
      proofs: [{ text: `unexplained live descendants: ${report.statement}`, evidence: report.evidence, run: null }],
    })
  })

  it('is unowned once its owner has left', async () => {
    await assignOwner(test.context, owner, { ...(await at(key)), owner: viewer.user })
    await deactivatePerson(test.context, operator, viewer.user)
    expect((await page(key)).owner).toEqual({ id: viewer.user, name: 'Vera', active: false })
    expect((await register({ owner: 'nobody' }, owner)).rows.map((row) => row.key)).toContain(key)
  })

  it('is not there for other keys, nor without a right to change', async () => {
    await expect(page('RISK-NONE-01')).rejects.toMatchObject({ status: 404 })
    const other = await person(test, 'Otto')
    expect((await page(key, other)).rights).toMatchObject({ manage: false, report: false })
  })
})
