import { beforeAll, describe, expect, it } from 'vitest'
import { greenSamples, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { against, evidenceNow, holders, PROGRAM, send, stateOf, statesOf } from '@/e2e/harness/gates'
import { attestedBy, cohortFigures, endStops, sittingTriad } from '@/e2e/harness/ladder'
import type { TokenActor, UserActor } from '@/lib/auth/actor'
import type { GateSide } from '@/lib/domain/gate/program'
import { DAY } from '@/lib/domain/instant'
import type { UploadBody } from '@/lib/ingest/upload'
import { recordDefect } from '@/lib/verbs/defect/record'
import { resolveDefect } from '@/lib/verbs/defect/resolve'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { closeWindows } from '@/lib/verbs/window/close'
import { declareIncident } from '../incident/declare'
import { recordValidation } from './record-validation'
import { withdrawAttestation } from './withdraw-attestation'

/** Monday noon in New York. */
const START = Date.parse('2026-11-16T17:00:00.000Z')

let test: TestDatabase
let token: TokenActor
let people: Map<string, UserActor>
let everything: string[]
let decide: (kind: string, input: object) => Promise<number>

const holder = (role: string): UserActor => {
  const found = people.get(role)
  if (found === undefined) throw new Error(`nobody is ${role}`)
  return found
}

beforeAll(async () => {
  test = await testDatabase(START)
  token = await withProgram(test)
  people = await holders(test)
  ;({ decide } = await sittingTriad(test, people))
  everything = [...(await stateOf(test)).revision.compiled.catalog.evidence]
})

const iso = (at: number): string => new Date(at).toISOString()
const artifact = [{ uri: 'https://example.test/proof', sha256: null }]

/** What CI sends on a good day. */
const goodDay = (more: Partial<UploadBody> = {}, run: Partial<UploadBody['run']> = {}): Promise<unknown> =>
  send(test, token, {
    run,
    samples: [
      ...greenSamples(iso(test.now() - 60_000)),
      sample('M-FLAKE-01', 0.5, '%', { observedAt: iso(test.now() - 60_000) }),
    ],
    evidence: evidenceNow(test, everything),
    ...more,
  })

const cohort = (figures: Record<string, number>): Promise<void> =>
  cohortFigures(test, holder('pilot-success-owner'), figures)

/** A day later, with the windows closed that ended. */
async function later(days: number): Promise<void> {
  test.setNow(test.now() + days * DAY)
  await closeWindows(test.context)
}

const attested = (phase: string, side: GateSide, criterion: string): Promise<number> =>
  attestedBy(test, people, phase, side, criterion)

/** Enters the next phase by a decision of the triad. */
async function promote(): Promise<string | null> {
  await decide('promotion', {})
  return (await stateOf(test)).phase
}

const debt = (surface: string): Promise<number> =>
  decide('parity_debt', {
    surface,
    risk: 'RISK-TECH-04',
    expiresOn: iso(test.now() + 60 * DAY).slice(0, 10),
    reason: 'Its replay proof comes with the corpus.',
  })

/** The state of one criterion before and after something happened. */
async function turns(
  phase: string,
  side: GateSide,
  criterion: string,
  act: () => Promise<unknown>,
): Promise<(string | undefined)[]> {
  const before = (await statesOf(test, phase, side))[criterion]
  await act()
  return [before, (await statesOf(test, phase, side))[criterion]]
}

describe('the whole ladder of the bundled program', () => {
  it('begins with nothing met but what the definition maps', async () => {
    expect(await statesOf(test, 'alpha', 'entry')).toEqual({
      'alpha-entry-1': 'unmet',
      'alpha-entry-2': 'met',
      'alpha-entry-3': 'unmet',
      'standing-risks': 'unmet',
      'standing-data': 'met',
      'standing-red': 'met',
      'standing-plans': 'met',
      'standing-incidents': 'met',
      'standing-post-mortem': 'met',
    })
    expect((await statesOf(test, 'alpha', 'exit'))['standing-data']).toBe('no_data')
  })

  it('lets an owner for each high risk, a compile and two attestations into Alpha', async () => {
    const risks = await test.context.database.prisma.risk.findMany()
    for (const { key, version, ownerRole } of risks) {
      await assignOwner(test.context, holder('program-owner'), {
        program: PROGRAM,
        risk: key,
        version,
        owner: holder(ownerRole).user,
      })
    }
    expect((await statesOf(test, 'alpha', 'entry'))['standing-risks']).toBe('met')
    expect(
      await turns('alpha', 'entry', 'alpha-entry-1', () =>
        send(test, token, { evidence: evidenceNow(test, ['CI-BUILD-01']) }),
      ),
    ).toEqual(['unmet', 'unmet'])
    expect(await turns('alpha', 'entry', 'alpha-entry-1', () => attested('alpha', 'entry', 'alpha-entry-1'))).toEqual([
      'unmet',
      'met',
    ])
    const wrong = await attested('alpha', 'entry', 'alpha-entry-3')
    expect(
      await turns('alpha', 'entry', 'alpha-entry-3', () =>
        withdrawAttestation(test.context, holder('runtime-architect'), {
          program: PROGRAM,
          attestation: wrong,
          reason: 'Not frozen yet',
        }),
      ),
    ).toEqual(['met', 'unmet'])
    await attested('alpha', 'entry', 'alpha-entry-3')
    expect(await against(test)).toEqual([])
    expect(await promote()).toBe('alpha')
  })

  it('lets replay proof, debts, defects and adapters lead from Alpha to Beta', async () => {
    const bad = evidenceNow(test, everything).map((one) =>
      one.id === 'R-DET-01' ? { ...one, outcome: 'fail' as const } : one,
    )
    await goodDay({
      evidence: bad,
      defects: [{ id: 'D-1', kind: 'correctness', severity: 'P0', surface: 'cx', opened: iso(test.now()) }],
    })
    const states = await statesOf(test, 'alpha', 'exit')
    expect([states['alpha-exit-1'], states['alpha-exit-2'], states['alpha-exit-3']]).toEqual([
      'unmet',
      'unmet',
      'unmet',
    ])
    expect((await statesOf(test, 'beta', 'entry'))['beta-entry-1']).toBe('unmet')
    expect(states['standing-incidents']).toBe('unmet')
    expect(await endStops(test, decide)).toContain('kill replay-divergence')
    await later(0.1)
    expect(await turns('alpha', 'exit', 'alpha-exit-3', () => goodDay({ defects: [] }))).toEqual(['unmet', 'met'])
    expect((await statesOf(test, 'alpha', 'exit'))['alpha-exit-2']).toBe('met')
    for (const surface of ['error', 'record', 'sync', 'observability', 'codec']) {
      expect((await statesOf(test, 'alpha', 'exit'))['alpha-exit-1']).toBe('unmet')
      await debt(surface)
    }
    expect((await statesOf(test, 'alpha', 'exit'))['alpha-exit-1']).toBe('met')
    // Two windows later the diverged run is past; a daily metric was without data when its window closed.
    await later(8)
    expect(await endStops(test, decide)).toEqual(['review M-COR-03'])
    await goodDay({ defects: [] })
    expect(await against(test)).toEqual([])
    expect(await promote()).toBe('beta')
  })

  it('stops at once for a declared kill criterion, and goes on when a decision ends it', async () => {
    const { incident } = await declareIncident(test.context, holder('security-owner'), {
      program: PROGRAM,
      criterion: 'ownership-break',
      statement: 'An orphan task',
      evidence: artifact,
    })
    expect((await statesOf(test, 'beta', 'exit'))['standing-incidents']).toBe('unmet')
    expect((await statesOf(test, 'ga', 'exit'))['ga-exit-3']).toBe('unmet')
    await decide('incident', { incident, ending: 'dismiss', reason: 'It was a test of the oracle.' })
    expect((await statesOf(test, 'beta', 'exit'))['standing-incidents']).toBe('met')
    expect((await statesOf(test, 'ga', 'exit'))['ga-exit-3']).toBe('met')
  })

  it('lets parity of the adapters, budgets and no security finding lead from Beta to Pilot', async () => {
    const steps: [string, () => Promise<unknown>][] = [
      ['beta-exit-1', () => send(test, token, { evidence: evidenceNow(test, ['U-NET-01'], 'fail') })],
      [
        'beta-exit-2',
        () =>
          send(test, token, {
            samples: [sample('M-PERF-01A', 670_000, 'bytes', { observedAt: iso(test.now() - 30_000) })],
          }),
      ],
      [
        'beta-exit-3',
        () =>
          recordDefect(test.context, holder('security-owner'), {
            program: PROGRAM,
            defect: 'SEC-1',
            title: 'A forged handle',
            kind: 'security',
            severity: 'high',
            surface: null,
            openedAt: iso(test.now()),
            evidence: artifact,
          }),
      ],
    ]
    for (const [criterion, act] of steps) expect(await turns('beta', 'exit', criterion, act)).toEqual(['met', 'unmet'])
    await resolveDefect(test.context, holder('security-owner'), {
      program: PROGRAM,
      defect: 'SEC-1',
      note: 'Fixed',
      evidence: artifact,
    })
    expect(await endStops(test, decide)).toEqual(['kill cancellation-regression', 'kill obligation-leak'])
    await later(0.1)
    await goodDay()
    expect(await turns('pilot', 'entry', 'pilot-entry-3', () => attested('pilot', 'entry', 'pilot-entry-3'))).toEqual([
      'unmet',
      'met',
    ])
    const validation = {
      program: PROGRAM,
      phase: 'pilot',
      gate: 'entry' as const,
      criterion: 'pilot-entry-2',
      role: null,
      recordId: 'react-1',
      evidence: artifact,
    }
    expect(
      await turns('pilot', 'entry', 'pilot-entry-2', () =>
        recordValidation(test.context, holder('dx-framework-owner'), validation),
      ),
    ).toEqual(['unmet', 'met'])
    expect(await against(test)).toEqual([])
    expect(await promote()).toBe('pilot')
  })

  it('lets two windows of a good cohort lead from Pilot to GA', async () => {
    const gate = async (): Promise<Record<string, string>> => statesOf(test, 'pilot', 'exit')
    expect([(await gate())['pilot-exit-1'], (await gate())['pilot-exit-3']]).toEqual(['no_data', 'no_data'])
    await cohort({ 'M-DX-01': 40 })
    expect((await gate())['pilot-exit-1']).toBe('unmet')
    for (let week = 0; week < 3; week += 1) {
      await later(7)
      await endStops(test, decide)
      await goodDay({ defects: [] })
      await cohort({})
    }
    expect((await gate())['pilot-exit-3']).toBe('met')
    expect((await gate())['pilot-exit-1']).toBe('met')
    expect(await turns('pilot', 'exit', 'pilot-exit-2', () => attested('pilot', 'exit', 'pilot-exit-2'))).toEqual([
      'unmet',
      'met',
    ])
    for (const criterion of ['ga-entry-2', 'ga-entry-3']) {
      expect(await turns('ga', 'entry', criterion, () => attested('ga', 'entry', criterion))).toEqual(['unmet', 'met'])
    }
    expect(await against(test)).toEqual([])
    expect(await promote()).toBe('ga')
  })

  it('lets a Green scoreboard and two clean release candidates lead to the release', async () => {
    expect((await statesOf(test, 'ga', 'exit'))['ga-exit-1']).toBe('unmet')
    const early = await turns('ga', 'exit', 'ga-exit-2', () =>
      goodDay(
        { defects: [{ id: 'D-9', kind: 'regression', severity: 'high', opened: iso(test.now()) }] },
        { releaseCandidate: 'rc-1' },
      ),
    )
    expect(early).toEqual(['no_data', 'unmet'])
    // A daily metric is stale after two days: a window that closes Green was measured near its end.
    for (const releaseCandidate of ['rc-2', 'rc-3']) {
      await later(5)
      await cohort({})
      await goodDay({ defects: [] }, { releaseCandidate })
      await later(2)
    }
    await cohort({})
    await goodDay({ defects: [] }, { releaseCandidate: 'rc-3' })
    expect(await statesOf(test, 'ga', 'exit')).toMatchObject({
      'ga-exit-1': 'met',
      'ga-exit-2': 'met',
      'ga-exit-3': 'met',
    })
    expect(await against(test)).toEqual([])
    expect(await promote()).toBe('released')
    expect((await stateOf(test)).phase).toBe('released')
  })
})
