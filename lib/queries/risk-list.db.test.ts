import { beforeAll, describe, expect, it } from 'vitest'
import { person } from '@/e2e/harness/people'
import { operator } from '@/lib/auth/actor'
import { HOUR } from '@/lib/domain/instant'
import { riskListSchema } from '@/lib/http/risk-schemas'
import { scoreboardSchema } from '@/lib/http/schemas'
import { deactivatePerson } from '@/lib/verbs/person/deactivate'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import { closeWindows } from '@/lib/verbs/window/close'
import { riskList } from './risk-list'
import { scoreboard } from './scoreboard'

let register: RegisterTest

beforeAll(async () => {
  register = await registerTest()
})

describe('the register as the API gives it', () => {
  it('is what its document says, the highest score first, for a token of the program', async () => {
    await register.bring('RISK-SEC-01', 'watch')
    register.pass(HOUR)
    const failing = {
      evidence: [
        {
          id: 'CI-FUZZ-01',
          outcome: 'fail' as const,
          observedAt: '2026-11-18T11:30:00.000Z',
          artifact: { uri: 's3://fuzz' },
          command: 'cargo fuzz',
        },
      ],
    }
    await register.upload({ id: 'fuzz' }, failing)
    const list = await riskList(register.test.context, register.token, PROGRAM)
    expect(riskListSchema.strict().parse(list)).toEqual(list)
    expect(list.risks).toHaveLength(12)
    const scores = list.risks.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(list.risks.find(({ key }) => key === 'RISK-SEC-01')).toMatchObject({
      state: 'open',
      owner: { name: 'Grace Hopper' },
      reviewOverdue: true,
      signals: [{ text: 'Boundary fuzz findings', bound: true, failing: true }, { bound: true }, { bound: false }],
      triggers: [{ source: 'signal', run: 'fuzz', evidence: 's3://fuzz', occurrences: 0 }],
      mitigations: [{ title: 'Mend it', owner: 'Grace Hopper', milestones: [{ title: 'First' }] }],
      next: { to: 'mitigating', allowed: true },
    })
  })

  it('is nobody’s who may not see the program', async () => {
    const { token, test } = register
    const other = { ...token, program: token.program + 1 }
    await expect(riskList(test.context, other, PROGRAM)).rejects.toMatchObject({ status: 404 })
    const leaver = await person(test, 'Gone')
    await deactivatePerson(test.context, operator, leaver.user)
    await expect(riskList(test.context, leaver, PROGRAM)).rejects.toMatchObject({ status: 401 })
  })
})

describe('the scoreboard', () => {
  const unowned = async (label: string | null = null): Promise<string[]> => {
    const board = await scoreboard(register.test.context, register.token, PROGRAM, label)
    expect(scoreboardSchema.strict().parse(board)).toEqual(board)
    return board.unownedRisks.map(({ key, score }) => `${key} ${score}`)
  }

  it('shows high risks that nobody owns, until someone does, and again when that person leaves', async () => {
    const { context } = register.test
    const before = await unowned()
    expect(before).toContain('RISK-PROD-01 16')
    // 10 is below the threshold, and RISK-SEC-01 has an owner besides.
    expect(before.join(' ')).not.toContain('RISK-TECH-03')
    const leaver = await person(register.test, 'Leaver')
    await assignOwner(context, register.owner, { ...(await register.at('RISK-PROD-01')), owner: leaver.user })
    expect(await unowned()).toEqual(before.filter((one) => !one.startsWith('RISK-PROD-01')))
    await deactivatePerson(context, operator, leaver.user)
    expect(await unowned()).toEqual(before)
  })

  it('says nothing of them for a closed window', async () => {
    await closeWindows(register.test.context)
    expect(await unowned('2026-W47')).toEqual([])
  })
})
