import { beforeAll, describe, expect, it } from 'vitest'
import { bundledProgram } from '@/cli/installation/bundled'
import { asked, type Council, council, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { statesOf } from '@/e2e/harness/gates'
import { entriesOf } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { declareIncident } from '../incident/declare'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'

const PROGRAM = 'asupersync-browser'
const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const

/** Failures may be waived here, too, with a control beside them. */
const source = bundledProgram().replace(
  '    verdicts: [no_data]\n',
  '    verdicts: [no_data, fail]\n    never: [alpha-entry-2]\n    compensatingControl: true\n',
)

let test: TestDatabase
let people: Council

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  await withProgram(test, source)
  people = await council(test, PROGRAM, [...TRIAD, 'program-owner', 'phase-owner', 'oncall-release-owner'])
})

const member = (role: string): Voter => people.voters[role] as Voter
const ballot = (decision: number) => ({ program: PROGRAM, decision })
const row = (number: number) =>
  test.context.database.prisma.decision.findFirstOrThrow({ where: { number, program: { slug: PROGRAM } } })
const propose = (kind: string, input: object, actor: UserActor = member('phase-owner').actor) =>
  proposeDecision(test.context, actor, { program: PROGRAM, kind, recommendation: 'As the facts say.', input })

async function sealed(kind: string, input: object, actor?: UserActor): Promise<number> {
  const { number } = await propose(kind, input, actor)
  await sealDecision(test.context, member('phase-owner').actor, ballot(number))
  return number
}

const declared = async (criterion: string): Promise<number> => {
  const seen = { program: PROGRAM, statement: 'It was seen.', evidence: [{ uri: 's3://seen', sha256: null }] }
  return (await declareIncident(test.context, member('security-lead').actor, { ...seen, criterion })).incident
}

const incident = (id: number) => test.context.database.prisma.incident.findUniqueOrThrow({ where: { id } })

describe('an override of a kill criterion', () => {
  const words = { reason: 'A false alarm of the oracle.', evidence: ['s3://oracle'] }
  let id: number

  beforeAll(async () => {
    id = await declared('ownership-break')
  })

  it('is refused to an asker without whom a seat stays empty, and without evidence', async () => {
    const asker = member('runtime-architect').actor
    await expect(propose('kill_override', { incident: id, ...words }, asker)).rejects.toMatchObject({
      code: 'not_enough_people',
    })
    await expect(propose('kill_override', { incident: id, ...words, evidence: [] })).rejects.toMatchObject({
      faults: [{ path: 'input.evidence' }],
    })
  })

  it('is ended by any reject, and nobody breaks a tie', async () => {
    const decision = await sealed('kill_override', { incident: id, ...words })
    expect(await row(decision)).toMatchObject({ sla: 'critical', dueAt: (await incident(id)).dueAt })
    await vote(test, member(TRIAD[0]), ballot(decision))
    await expect(asked(test, member('program-owner'), ballot(decision))).rejects.toMatchObject({ status: 403 })
    const answer = await vote(test, member(TRIAD[1]), { ...ballot(decision), vote: 'reject' })
    expect(answer).toMatchObject({ state: 'decided', outcome: 'rejected' })
    await expect(asked(test, member(TRIAD[2]), ballot(decision))).rejects.toMatchObject({ code: 'ended' })
    expect(await incident(id)).toMatchObject({ endedAt: null })
  })

  it('takes no vote of whoever asked, and ends the incident once all three approve', async () => {
    const stand = await people.join('Another architect', TRIAD[0])
    const decision = await sealed('kill_override', { incident: id, ...words }, member(TRIAD[0]).actor)
    await expect(asked(test, member(TRIAD[0]), ballot(decision))).rejects.toMatchObject({
      code: 'may_not_vote',
      message: 'You cannot vote here: whoever asks for this does not vote on it.',
    })
    const entries = await entriesOf(test, async () => {
      for (const voter of [stand, member(TRIAD[1]), member(TRIAD[2])]) await vote(test, voter, ballot(decision))
    })
    expect(entries.slice(-2)).toMatchObject([
      { type: 'decision.decided' },
      { type: 'incident.ended', payload: { incident: id, decision: `D-${decision}`, outcome: 'override' } },
    ])
    expect(await incident(id)).toMatchObject({ outcome: 'override', postMortemDueAt: null })
  })

  it('is not for what no kill criterion stopped', async () => {
    const [trigger] = await triggers()
    const other = await declared(trigger ?? '')
    await expect(propose('kill_override', { incident: other, ...words })).rejects.toMatchObject({
      faults: [{ path: 'input.incident', code: 'not_a_kill' }],
    })
  })
})

/** The ids of the program's rollback triggers. */
async function triggers(): Promise<string[]> {
  const { canonical } = await test.context.database.prisma.programRevision.findFirstOrThrow()
  return (JSON.parse(canonical) as { rollbackTriggers: { id: string }[] }).rollbackTriggers.map(({ id }) => id)
}

describe('a rollback', () => {
  it('is executed by the oncall release owner alone, and is recorded', async () => {
    const [trigger = ''] = await triggers()
    await expect(propose('rollback', { trigger: 'none', reason: 'x' })).rejects.toMatchObject({
      faults: [{ path: 'input.trigger', code: 'unknown' }],
    })
    const decision = await sealed('rollback', { trigger, reason: 'The invariant broke.' })
    await expect(asked(test, member(TRIAD[0]), ballot(decision))).rejects.toMatchObject({ status: 403 })
    const entries = await entriesOf(test, () => vote(test, member('oncall-release-owner'), ballot(decision)))
    expect(entries.map(({ type }) => type)).toEqual(['vote.cast', 'decision.decided'])
    expect(await row(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
  })
})

describe('a waiver of a criterion', () => {
  const input = {
    of: 'criterion',
    target: 'alpha-entry-3',
    verdict: 'fail',
    from: '2026-W47',
    to: '2026-W49',
    expiresOn: '2026-12-01',
    reason: 'The schema freezes with the next window.',
    evidence: ['https://example.test/schema'],
    control: 'Every change of the schema is reviewed by two.',
  }
  const state = async () => (await statesOf(test, 'alpha', 'entry'))['alpha-entry-3']

  it.each([
    ['what may never be waived', { target: 'alpha-entry-2' }, 'input.target'],
    ['without its control', { control: null }, 'input.control'],
    ['no criterion', { target: 'alpha-entry-9' }, 'input.target'],
  ])('is refused for %s', async (_, wrong, path) => {
    const refusal = await propose('waiver', { ...input, ...wrong }).catch((error: unknown) => error)
    expect((refusal as { faults: { path: string }[] }).faults.map((one) => one.path)).toEqual([path])
  })

  it('holds by the triad’s three votes up to its expiry, and not at it', async () => {
    expect(await state()).toBe('unmet')
    const decision = await sealed('waiver', input)
    for (const role of TRIAD) await vote(test, member(role), ballot(decision))
    expect(await state()).toBe('waived')
    const { expiresAt } = await test.context.database.prisma.waiver.findFirstOrThrow()
    test.setNow(expiresAt.getTime() - 1)
    expect(await state()).toBe('waived')
    test.setNow(expiresAt.getTime())
    expect(await state()).toBe('unmet')
  })
})
