import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { greenSamples } from '@/e2e/harness/body'
import { asked, type Council, signed, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { PROGRAM, send, statesOf } from '@/e2e/harness/gates'
import { entriesOf } from '@/e2e/harness/people'
import type { TokenActor } from '@/lib/auth/actor'
import { scoreboard } from '@/lib/queries/scoreboard'
import { bundledProgram } from '@/cli/installation/bundled'
import { declareIncident } from '../incident/declare'
import { storeDefinition } from '../program/store'
import { castVote } from './cast-vote'
import { endWaiver } from './end-standing'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'

const NOW = '2026-11-18T12:00:00.000Z'

let test: TestDatabase
let alpha: BeforeAlpha
let token: TokenActor
let people: Council
let triad: BeforeAlpha['triad']
let phaseOwner: Voter

const later = (minutes: number): void => test.setNow(test.now() + minutes * 60_000)
const iso = (): string => new Date(test.now() - 1_000).toISOString()

beforeAll(async () => {
  test = await testDatabase(NOW)
  alpha = await beforeAlpha(test)
  ;({ token, people, triad, phaseOwner } = alpha)
  await ci('pass')
})

/** A gated run whose build passes or fails. */
const ci = (outcome: 'pass' | 'fail'): Promise<unknown> => alpha.ci(outcome === 'fail' ? ['CI-BUILD-01'] : [])
const sealed: BeforeAlpha['sealed'] = (kind, input) => alpha.sealed(kind, input)
const ballot = (decision: number) => ({ program: PROGRAM, decision })
const decide = async (decision: number): Promise<void> => {
  for (const voter of triad) await vote(test, voter, ballot(decision))
}
const row = (number: number) =>
  test.context.database.prisma.decision.findFirstOrThrow({ where: { number, program: { slug: PROGRAM } } })
const phase = async (): Promise<string | null> =>
  (await test.context.database.prisma.program.findUniqueOrThrow({ where: { slug: PROGRAM } })).phase

/** Its last vote is asked and signed, and not yet cast. */
async function lastVote(decision: number): Promise<() => Promise<unknown>> {
  const [first, second, third] = triad
  await vote(test, first, ballot(decision))
  await vote(test, second, ballot(decision))
  const statement = await asked(test, third, ballot(decision))
  const input = { ...ballot(decision), nonce: statement.nonce, answer: signed(third.key, statement) }
  return () => castVote(test.context, third.actor, input)
}

describe('a promotion', () => {
  it('is stale when a failing run turns its gate between the second and the third vote', async () => {
    const decision = await sealed('promotion', {})
    const cast = await lastVote(decision)
    await ci('fail')
    const entries = await entriesOf(test, () => expect(cast()).rejects.toMatchObject({ status: 409, code: 'stale' }))
    expect(entries.map(({ type }) => type)).toEqual(['decision.stale'])
    expect(await row(decision)).toMatchObject({ state: 'stale' })
    const events = await test.context.database.prisma.decisionEvent.findMany({ where: { type: 'stale' } })
    expect(JSON.stringify(events.at(-1)?.body)).toContain('alpha/entry: alpha-entry-1: was met, now unmet')
    expect(await phase()).toBeNull()
    await expect(sealDecision(test.context, phaseOwner.actor, ballot(decision))).rejects.toMatchObject({
      code: 'not_sealable',
    })
    later(1)
    await ci('pass')
  })

  it('is stale when an incident was opened before the last vote', async () => {
    later(1)
    const decision = await sealed('promotion', {})
    const cast = await lastVote(decision)
    await declareIncident(test.context, triad[1].actor, {
      program: PROGRAM,
      criterion: 'ownership-break',
      statement: 'An orphan task was seen.',
      evidence: [{ uri: 'https://example.test/orphan', sha256: null }],
    })
    await expect(cast()).rejects.toMatchObject({ code: 'stale' })
    expect(await phase()).toBeNull()
    await endIncidentBy('dismiss')
  })

  it('enters the phase with its last vote; another passing run in between changes nothing', async () => {
    later(1)
    const decision = await sealed('promotion', {})
    const cast = await lastVote(decision)
    await ci('pass')
    const entries = await entriesOf(test, cast)
    expect(entries.map(({ type }) => type)).toEqual(['vote.cast', 'decision.decided', 'program.phase_entered'])
    expect(await phase()).toBe('alpha')
    await expect(
      storeDefinition(test.context, people.admin, `${bundledProgram()}\n`.replace('maxOpen: 3', 'maxOpen: 4')),
    ).rejects.toMatchObject({ code: 'needs_decision' })
  })

  it('and an incident at the moment of the last vote leave one order that both agree on', async () => {
    later(1)
    const decision = await sealed('stop_or_continue', { choice: 'continue', reason: 'All is well.' })
    const statement = await asked(test, phaseOwner, ballot(decision))
    const input = { ...ballot(decision), nonce: statement.nonce, answer: signed(phaseOwner.key, statement) }
    const entries = await entriesOf(test, () =>
      Promise.allSettled([
        castVote(test.context, phaseOwner.actor, input),
        declareIncident(test.context, triad[1].actor, {
          program: PROGRAM,
          criterion: 'obligation-leak',
          statement: 'A permit was left.',
          evidence: [{ uri: 'https://example.test/permit', sha256: null }],
        }),
      ]),
    )
    const types = entries.map(({ type }) => type)
    const [decided, opened] = [
      types.indexOf('decision.decided'),
      types.findIndex((type) => type.startsWith('incident.')),
    ]
    expect(opened).toBeGreaterThanOrEqual(0)
    expect(decided === -1 ? types.includes('decision.stale') : decided < opened).toBe(true)
    await endIncidentBy('dismiss')
  })
})

async function endIncidentBy(ending: 'dismiss'): Promise<void> {
  const open = await test.context.database.prisma.incident.findFirstOrThrow({ where: { endedAt: null } })
  const decision = await sealed('incident', { incident: open.id, ending, reason: 'Nothing was there.' })
  expect(await row(decision)).toMatchObject({ sla: 'critical', dueAt: open.dueAt })
  await decide(decision)
  expect(await test.context.database.prisma.incident.findUniqueOrThrow({ where: { id: open.id } })).toMatchObject({
    outcome: 'dismiss',
  })
}

describe('a waiver', () => {
  const target = 'M-PERF-02B|core-min|mobile-android'
  const input = {
    of: 'series',
    target,
    verdict: 'no_data',
    from: '2026-W47',
    to: '2026-W49',
    expiresOn: '2026-12-01',
    reason: 'The phone lab is closed.',
    evidence: ['https://example.test/lab'],
  }
  const seriesAt = async () => {
    const board = await scoreboard(test.context, token, PROGRAM, null)
    const series = board.metrics.flatMap((metric) => metric.series)
    return series.find((one) => `${one.measure}|${one.profile}|${one.environment}` === target)
  }

  it('is refused to an asker without whom a seat stays empty', async () => {
    const asks = { program: PROGRAM, kind: 'waiver', recommendation: 'Grant it.', input }
    await expect(proposeDecision(test.context, triad[0].actor, asks)).rejects.toMatchObject({
      code: 'not_enough_people',
    })
  })

  it.each([
    ['a failure', { verdict: 'fail' }, 'input.verdict'],
    ['too long', { expiresOn: '2026-12-25' }, 'input.expiresOn'],
    ['nothing the program names', { target: 'M-X|core-min|ci' }, 'input.target'],
    ['a past day', { expiresOn: '2026-11-01' }, 'input.expiresOn'],
  ])('of %s is refused at its field', async (_, wrong, path) => {
    const asks = { program: PROGRAM, kind: 'waiver', recommendation: 'Grant it.', input: { ...input, ...wrong } }
    const refusal = await proposeDecision(test.context, phaseOwner.actor, asks).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ status: 422 })
    expect((refusal as { faults: { path: string }[] }).faults.map((one) => one.path)).toContain(path)
  })

  it('holds up to its expiry and not at it, on the scoreboard and in the gate', async () => {
    const budgets = async () => (await statesOf(test, 'beta', 'exit'))['beta-exit-2']
    const decision = await sealed('waiver', input)
    await decide(decision)
    // The phone's value of W47 is too old by then: no data, which is waived. Everything else is measured anew.
    test.setNow('2026-12-01T23:00:00.000Z')
    await send(test, token, {
      run: {},
      samples: greenSamples(iso()).filter((one) => !(one.metric === 'M-PERF-02B' && one.profile === 'core-min')),
    })
    expect(await seriesAt()).toMatchObject({ verdict: 'no_data', waived: true })
    const { expiresAt } = await test.context.database.prisma.waiver.findFirstOrThrow({ where: { target } })
    test.setNow(expiresAt.getTime() - 1)
    expect(await seriesAt()).toMatchObject({ verdict: 'no_data', waived: true })
    expect(await budgets()).toBe('waived')
    test.setNow(expiresAt.getTime())
    expect(await seriesAt()).toMatchObject({ verdict: 'no_data', waived: false })
    expect(await budgets()).toBe('no_data')
    test.setNow('2026-12-01T23:00:00.000Z')
    const waiver = await test.context.database.prisma.waiver.findFirstOrThrow({ where: { target } })
    await endWaiver(test.context, phaseOwner.actor, { program: PROGRAM, id: waiver.id, reason: 'The lab is open.' })
    expect(await seriesAt()).toMatchObject({ verdict: 'no_data', waived: false })
  })
})

describe('other decisions', () => {
  it('open a remediation plan in the place of the one before', async () => {
    const plan = { metric: 'M-PERF-01', owner: phaseOwner.actor.user, text: 'Shrink it.' }
    for (const due of ['2026-12-10', '2026-12-12']) {
      await vote(test, phaseOwner, ballot(await sealed('remediation_plan', { ...plan, due })))
    }
    const plans = await test.context.database.prisma.remediationPlan.findMany({ orderBy: { id: 'asc' } })
    expect(plans.map(({ due, endedAt }) => [due, endedAt === null])).toEqual([
      ['2026-12-10', false],
      ['2026-12-12', true],
    ])
  })

  it('do not close a risk that is not in Watch', async () => {
    await expect(sealed('risk_closure', { risk: 'RISK-TECH-01' })).rejects.toMatchObject({ code: 'not_sealable' })
  })

  it('let a surface stand without replay proof, carried by a risk', async () => {
    const debt = { surface: 'error', risk: 'RISK-TECH-02', expiresOn: '2026-12-01', reason: 'The corpus comes later.' }
    const refused = (input: object) => expect(sealed('parity_debt', { ...debt, ...input })).rejects
    await refused({ expiresOn: '2026-11-01' }).toMatchObject({ faults: [{ path: 'input.expiresOn', code: 'past' }] })
    await refused({ extra: 1, more: 2 }).toMatchObject({
      faults: [{ path: 'input.extra' }, { path: 'input.more', code: 'unrecognized_keys' }],
    })
    await decide(await sealed('parity_debt', debt))
    expect(await test.context.database.prisma.parityDebt.count()).toBe(1)
  })

  it('put a revision in force, and every other sealed decision is stale though its quorum would be lower', async () => {
    const waiting = await sealed('stop_or_continue', { choice: 'continue', reason: 'All is well.' })
    const source = bundledProgram().replace('approvals: 3', 'approvals: 2')
    const revision = await sealed('program_revision', { source })
    const entries = await entriesOf(test, () => decide(revision))
    expect(entries.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['program.revision_activated', 'decision.stale']),
    )
    expect(await row(waiting)).toMatchObject({ state: 'stale' })
    await expect(vote(test, phaseOwner, ballot(waiting))).rejects.toMatchObject({ code: 'stale' })
  })

  it('take a change of limits only with its note, and compare both revisions on the last windows', async () => {
    const source = bundledProgram().replace('approvals: 3', 'approvals: 2').replace('hard: 650 KiB', 'hard: 400 KiB')
    expect(source).toContain('400 KiB')
    await expect(sealed('program_revision', { source })).rejects.toMatchObject({ faults: [{ path: 'input.note' }] })
    const note = { context: 'Growth.', decision: 'Tighten.', consequences: 'More reds.', comparison: 'Divide by 1.6.' }
    const number = await sealed('program_revision', { source, note })
    const packet = await test.context.database.prisma.packet.findFirstOrThrow({ where: { decision: { number } } })
    const { sections } = JSON.parse(Buffer.from(packet.bytes).toString()) as {
      sections: { revision: { comparison: { differences: unknown[]; windows: { metrics: unknown[] }[] } } }
    }
    expect(sections.revision.comparison.differences).toHaveLength(1)
    expect(JSON.stringify(sections.revision.comparison.windows)).toContain('"after":"fail"')
  })
})
