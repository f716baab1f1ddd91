import { beforeAll, describe, expect, it } from 'vitest'
import { appendOnly, askedAs } from '@/e2e/harness/append-only'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { decided, holders, PROGRAM, stateOf } from '@/e2e/harness/gates'
import type { UserActor } from '@/lib/auth/actor'
import { openIncidents } from '@/lib/db/incident-facts'
import { transact } from '@/lib/db/transact'
import { confirmDefectList } from '@/lib/verbs/defect/confirm-list'
import { recordDefect } from '@/lib/verbs/defect/record'
import { resolveDefect } from '@/lib/verbs/defect/resolve'
import { attest } from '@/lib/verbs/gate/attest'
import { withdrawAttestation } from '@/lib/verbs/gate/withdraw-attestation'
import { declareIncident } from '@/lib/verbs/incident/declare'
import { endIncident } from '@/lib/verbs/incident/end'
import { recordPostMortem } from '@/lib/verbs/incident/record-post-mortem'
import { Refusal } from '@/lib/verbs/refusal'

const evidence = [{ uri: 'https://example.test/proof', sha256: 'ab'.repeat(32) }]
const attestation = {
  program: PROGRAM,
  phase: 'alpha',
  gate: 'entry',
  criterion: 'alpha-entry-3',
  role: null,
  evidence,
  command: null,
} as const

let test: TestDatabase
let people: Map<string, UserActor>
const holder = (role: string): UserActor => people.get(role) ?? { kind: 'user', user: '' }

const end = async (incident: number, outcome: 'roll_back' | 'dismiss'): Promise<void> => {
  const decision = await decided(test, 'incident', holder('program-owner'))
  const state = await stateOf(test)
  await transact<undefined>(
    test.context,
    { actor: holder('program-owner'), program: state, lock: 'exclusive' },
    async (tx) => ({
      result: undefined,
      entries: [await endIncident(tx, state, incident, outcome, decision)],
    }),
  )
}

const declare = (criterion: string, by = 'security-owner') =>
  declareIncident(test.context, holder(by), { program: PROGRAM, criterion, statement: 'Seen', evidence })

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof Refusal ? error.code : String(error)
}

beforeAll(async () => {
  // Friday evening in New York, before Thanksgiving week.
  test = await testDatabase('2026-11-20T23:00:00.000Z')
  await withProgram(test)
  people = await holders(test)
  const made = await attest(test.context, holder('runtime-architect'), { ...attestation, evidence: [...evidence] })
  await withdrawAttestation(test.context, holder('runtime-architect'), {
    program: PROGRAM,
    attestation: made.attestation,
    reason: 'No',
  })
  const defect = {
    program: PROGRAM,
    defect: 'D',
    title: 't',
    kind: 'security',
    severity: 'high',
    surface: null,
    openedAt: '2026-11-20T00:00:00Z',
    evidence,
  }
  await recordDefect(test.context, holder('quality-owner'), defect)
  await resolveDefect(test.context, holder('quality-owner'), { program: PROGRAM, defect: 'D', note: 'n', evidence })
  await confirmDefectList(test.context, holder('quality-owner'), { program: PROGRAM, evidence })
  const { incident } = await declare('artifact-gap')
  await end(incident, 'roll_back')
  await recordPostMortem(test.context, holder('oncall-release-owner'), {
    program: PROGRAM,
    incident,
    evidence: { uri: 'https://example.test/pm', sha256: null },
  })
})

const { asOwner } = askedAs(() => test)

appendOnly(
  () => test,
  [
    'attestation',
    'attestation_withdrawal',
    'incident_signal',
    'post_mortem',
    'defect_record',
    'defect_resolution',
    'defect_statement',
  ],
)

describe('an incident', () => {
  it('is due by the SLA of its severity', async () => {
    const { incident } = await declare('obligation-leak')
    const again = await declare('perf-budget-breach')
    const open = await openIncidents(test.context.database.pool, (await stateOf(test)).id)
    const due = (id: number): string => new Date(open.find((one) => one.id === id)?.dueAt ?? 0).toISOString()
    expect(due(incident)).toBe('2026-11-21T03:00:00.000Z')
    // One business day after Friday 18:00 in New York.
    expect(due(again.incident)).toBe('2026-11-23T23:00:00.000Z')
    await end(incident, 'dismiss')
    await end(again.incident, 'dismiss')
  })

  it('is one a criterion, however many declare it at once, and all that was seen is kept', async () => {
    const answers = await Promise.all(
      ['security-owner', 'quality-owner', 'ci-infra-owner', 'phase-owner', 'program-owner'].map((role) =>
        declare('ownership-break', role),
      ),
    )
    const [first] = answers
    expect(new Set(answers.map(({ incident }) => incident)).size).toBe(1)
    expect(answers.filter(({ opened }) => opened)).toHaveLength(1)
    const signals = await test.context.database.prisma.incidentSignal.count({
      where: { incidentId: first?.incident ?? -1 },
    })
    expect(signals).toBe(5)
    const second = `INSERT INTO incident_criterion (incident_id, program_id, criterion) SELECT min(i.id), i.program_id, 'ownership-break' FROM incident i GROUP BY 2`
    await expect(asOwner(second)).rejects.toThrow('incident_criterion_one_open')
  })

  it('that has ended stays so', async () => {
    await expect(
      asOwner(
        'UPDATE incident SET ended_at = NULL, ended_by_decision = NULL, outcome = NULL WHERE ended_at IS NOT NULL',
      ),
    ).rejects.toThrow('has ended')
    await expect(asOwner('DELETE FROM incident')).rejects.toThrow('append-only')
    expect(await refused(end(1, 'dismiss'))).toBe('ended')
  })

  it('needs a right, evidence and a known criterion', async () => {
    const stranger = { kind: 'user', user: '00000000-0000-4000-8000-000000000009' } as const
    const input = { program: PROGRAM, criterion: 'ownership-break', statement: 's', evidence }
    expect(await refused(declareIncident(test.context, stranger, input))).toBe('signed_out')
    expect(await refused(declareIncident(test.context, holder('phase-owner'), { ...input, evidence: [] }))).toBe(
      'invalid',
    )
    expect(await refused(declareIncident(test.context, holder('phase-owner'), { ...input, criterion: 'none' }))).toBe(
      'invalid',
    )
  })
})

describe('an attestation', () => {
  it('needs the role, everything that is asked for, and a criterion that is attested', async () => {
    expect(
      await refused(attest(test.context, holder('quality-owner'), { ...attestation, evidence: [...evidence] })),
    ).toBe('no_right')
    expect(await refused(attest(test.context, holder('runtime-architect'), { ...attestation, evidence: [] }))).toBe(
      'invalid',
    )
    expect(
      await refused(
        attest(test.context, holder('runtime-architect'), {
          ...attestation,
          criterion: 'alpha-entry-2',
          evidence: [...evidence],
        }),
      ),
    ).toBe('computed')
  })

  it('is withdrawn once', async () => {
    const again = withdrawAttestation(test.context, holder('runtime-architect'), {
      program: PROGRAM,
      attestation: 1,
      reason: 'Again',
    })
    expect(await refused(again)).toBe('withdrawn')
  })
})

describe('rows that cannot be', () => {
  it.each([
    ['an incident ended by nothing', `UPDATE incident SET ended_at = now() WHERE ended_at IS NULL`, 'incident_end'],
    [
      'a record without its id',
      `INSERT INTO attestation (program_id, revision_id, phase, side, criterion, kind, role, user_id, evidence, at) SELECT program_id, revision_id, phase, side, criterion, 'record', role, user_id, evidence, at FROM attestation LIMIT 1`,
      'attestation_record',
    ],
    [
      'an attestation that points to nothing',
      `INSERT INTO attestation (program_id, revision_id, phase, side, criterion, kind, role, user_id, evidence, at) SELECT program_id, revision_id, phase, side, criterion, kind, role, user_id, '[]', at FROM attestation LIMIT 1`,
      'attestation_evidence',
    ],
  ])('are refused: %s', async (_, sql, constraint) => {
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })
})
