import type { UserActor } from '@/lib/auth/actor'
import type { GateSide } from '@/lib/domain/gate/program'
import { DAY } from '@/lib/domain/instant'
import { attest } from '@/lib/verbs/gate/attest'
import { recordSample } from '@/lib/verbs/upload/record-sample'
import type { TestDatabase } from './database'
import { decided, PROGRAM, stateOf } from './gates'

/** The figures of the pilot's cohort, all good but those given. */
export async function cohortFigures(test: TestDatabase, by: UserActor, figures: Record<string, number>): Promise<void> {
  const measures: [string, string, number][] = [
    ['M-DX-01', 'min', 15],
    ['M-DX-02', '%', 97],
    ['M-DX-03', 'defects/10 attempts', 0],
    ['M-ADOPT-01', '%', 70],
    ['M-ADOPT-02', '%', 90],
    ['M-ADOPT-03A', 'h', 5],
    ['M-ADOPT-03B', 'h', 5],
    ['M-ADOPT-03C', 'h', 5],
  ]
  for (const [measure, unit, value] of measures) {
    await recordSample(test.context, by, {
      program: PROGRAM,
      key: `${measure} ${test.now()}`,
      measure,
      profile: 'core-min',
      environment: 'pilot',
      value: figures[measure] ?? value,
      unit,
      observedAt: new Date(test.now() - 60_000).toISOString(),
      artifact: 'https://pilot.example.test',
      record: { system: 'tracker', id: `${measure} ${test.now()}` },
    })
  }
}

/** Attests a criterion with everything it asks for, as the first role that may. Answers with the attestation's number. */
export async function attestedBy(
  test: TestDatabase,
  people: ReadonlyMap<string, UserActor>,
  phase: string,
  side: GateSide,
  criterion: string,
): Promise<number> {
  const { gates } = (await stateOf(test)).revision.compiled
  const found = gates.phases.find(({ id }) => id === phase)?.[side].find(({ id }) => id === criterion)
  const check = found?.checks.find((one) => one.kind === 'attested')
  if (check?.kind !== 'attested') throw new Error(`${criterion} is not attested`)
  const actor = people.get(check.roles[0] ?? '')
  if (actor === undefined) throw new Error(`nobody is ${check.roles[0]}`)
  const { attestation } = await attest(test.context, actor, {
    program: PROGRAM,
    phase,
    gate: side,
    criterion,
    role: null,
    evidence: check.evidence.map((_, index) => ({ uri: `https://example.test/${criterion}/${index}`, sha256: null })),
    command: check.command ? 'rch exec -- playbook' : null,
  })
  return attestation
}

/** A parity debt of a surface, by a decision. */
export async function debtOn(test: TestDatabase, by: UserActor, surface: string): Promise<void> {
  const decision = await decided(test, 'parity_debt', by)
  await test.context.database.pool.query(
    `INSERT INTO parity_debt (program_id, decision_id, surface, risk, opened_at, expires_at) SELECT id, $2, $3, 'RISK-TECH-04', $4, $5 FROM program WHERE slug = $1`,
    [PROGRAM, decision, surface, new Date(test.now()), new Date(test.now() + 60 * DAY)],
  )
}
