import { beforeAll, describe, expect, it } from 'vitest'
import { type Council, council, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { entriesOf } from '@/e2e/harness/people'
import { endDebt, endPlan } from '@/lib/verbs/decision/end-standing'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import type { StandingDto } from './decision-dto'
import { standing } from './standing'

const PROGRAM = 'asupersync-browser'
const NOW = '2026-11-18T12:00:00.000Z'
const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const

let test: TestDatabase
let people: Council
let asker: Voter

const shown = () => standing(test.context, asker.actor, PROGRAM)
const of = async (kind: StandingDto['kind']): Promise<StandingDto> => {
  const found = (await shown()).find((one) => one.kind === kind)
  if (found === undefined) throw new Error(`no ${kind}`)
  return found
}

async function decide(kind: string, input: object, voters: readonly Voter[]): Promise<void> {
  const asks = { program: PROGRAM, kind, recommendation: 'As the facts say.', input }
  const { number } = await proposeDecision(test.context, asker.actor, asks)
  await sealDecision(test.context, asker.actor, { program: PROGRAM, decision: number })
  for (const voter of voters) await vote(test, voter, { program: PROGRAM, decision: number })
}

beforeAll(async () => {
  test = await testDatabase(NOW)
  await withProgram(test)
  people = await council(test, PROGRAM, [...TRIAD, 'phase-owner'])
  asker = people.voters['phase-owner'] as Voter
  const plan = { metric: 'M-PERF-01', owner: asker.actor.user, text: 'Shrink it.', due: '2026-12-22' }
  await decide('remediation_plan', plan, [asker])
  const debt = { surface: 'error', risk: 'RISK-TECH-02', expiresOn: '2026-12-01', reason: 'The corpus comes later.' }
  await decide(
    'parity_debt',
    debt,
    TRIAD.map((role) => people.voters[role] as Voter),
  )
})

describe('what decisions let stand', () => {
  it('is listed with why, for whom and until when, the next to run out first', async () => {
    expect(await shown()).toMatchObject([
      {
        kind: 'debt',
        target: 'error',
        risk: 'RISK-TECH-02',
        why: 'The corpus comes later.',
        until: '2026-12-02T05:00:00.000Z',
        state: 'holds',
      },
      {
        kind: 'plan',
        target: 'M-PERF-01',
        person: { name: 'The phase-owner' },
        why: 'Shrink it.',
        until: '2026-12-23T05:00:00.000Z',
        state: 'holds',
      },
    ])
  })

  it('holds up to its time and not at it', async () => {
    test.setNow('2026-12-02T04:59:59.999Z')
    expect(await of('debt')).toMatchObject({ state: 'holds' })
    test.setNow('2026-12-02T05:00:00.000Z')
    const over = await of('debt')
    expect(over).toMatchObject({ state: 'over', endedAt: null })
    const late = { program: PROGRAM, id: over.id, reason: 'It is mended.' }
    await expect(endDebt(test.context, asker.actor, late)).rejects.toMatchObject({
      code: 'over',
      message: 'This debt ran out at 2026-12-02T05:00:00.000Z: there is nothing left to end.',
    })
    test.setNow(NOW)
  })

  it('is ended early with a reason, once, by whoever may propose, and stays on the list', async () => {
    const outsider = (people.voters[TRIAD[2]] as Voter).actor
    const stranger = { kind: 'user' as const, user: outsider.user.replace(/^.{8}/, '00000000') }
    for (const [kind, end] of [
      ['plan', endPlan],
      ['debt', endDebt],
    ] as const) {
      const { id } = await of(kind)
      const input = { program: PROGRAM, id, reason: 'It is mended.' }
      await expect(end(test.context, stranger, input)).rejects.toMatchObject({ status: 401 })
      await expect(end(test.context, asker.actor, { ...input, reason: ' ' })).rejects.toMatchObject({
        faults: [{ path: 'reason' }],
      })
      await expect(end(test.context, asker.actor, { ...input, id: 999 })).rejects.toMatchObject({ status: 404 })
      const entries = await entriesOf(test, async () => {
        await end(test.context, asker.actor, input)
        await expect(end(test.context, asker.actor, input)).rejects.toMatchObject({ code: 'ended' })
      })
      expect(entries.map(({ type }) => type)).toEqual([kind === 'plan' ? 'plan.ended' : 'parity_debt.ended'])
      expect(await of(kind)).toMatchObject({
        state: 'ended',
        endedAt: NOW,
        endedBy: 'The phase-owner',
        endReason: 'It is mended.',
      })
    }
  })
})
