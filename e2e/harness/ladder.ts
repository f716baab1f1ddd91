import type { UserActor } from '@/lib/auth/actor'
import type { GateSide } from '@/lib/domain/gate/program'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import { attest } from '@/lib/verbs/gate/attest'
import { initialise } from '@/lib/verbs/installation/initialise'
import { recordSample } from '@/lib/verbs/upload/record-sample'
import { vote, type Voter } from './council'
import type { TestDatabase } from './database'
import { confirmed } from './enrolment'
import { PROGRAM, stateOf } from './gates'
import { administrator } from './people'

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

/** The council of the bundled program with keys that count; `decide` proposes, seals and casts the votes of all three. */
export async function sittingTriad(
  test: TestDatabase,
  people: ReadonlyMap<string, UserActor>,
): Promise<{ decide: (kind: string, input: object) => Promise<number> }> {
  const { context } = test
  await initialise(context, { demo: false })
  const admin = await administrator(test, 'Admin')
  const holder = (role: string): UserActor => {
    const found = people.get(role)
    if (found === undefined) throw new Error(`nobody is ${role}`)
    return found
  }
  const voters: Voter[] = []
  for (const role of ['runtime-architect', 'reliability-lead', 'security-lead']) {
    const actor = holder(role)
    voters.push({ actor, role, key: await confirmed(test, PROGRAM, actor, admin) })
  }
  return {
    async decide(kind, input) {
      const asker = holder('phase-owner')
      const asks = { program: PROGRAM, kind, recommendation: 'As the gates say.', input }
      const { number: decision } = await proposeDecision(context, asker, asks)
      await sealDecision(context, asker, { program: PROGRAM, decision })
      for (const voter of voters) await vote(test, voter, { program: PROGRAM, decision })
      return decision
    },
  }
}

/** The triad ends every incident and review that is open. Answers with what they were about. */
export async function endStops(
  test: TestDatabase,
  decide: (kind: string, input: object) => Promise<number>,
): Promise<string[]> {
  const open = await test.context.database.prisma.incident.findMany({
    where: { endedAt: null },
    include: { criteria: { orderBy: { criterion: 'asc' } } },
    orderBy: { id: 'asc' },
  })
  const evidence = ['https://example.test/recovered']
  for (const { id } of open) {
    await decide('incident', { incident: id, ending: 'continue', reason: 'It is mended.', evidence })
  }
  return open.flatMap(({ kind, criteria }) => criteria.map(({ criterion }) => `${kind} ${criterion}`))
}
