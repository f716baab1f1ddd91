import { bundledProgram } from '@/cli/installation/bundled'
import { operator, type TokenActor, type UserActor } from '@/lib/auth/actor'
import { riskFact } from '@/lib/db/risk-facts'
import { DAY } from '@/lib/domain/instant'
import { endDebt, endPlan, endWaiver } from '@/lib/verbs/decision/end-standing'
import { keepDecisionClocks } from '@/lib/verbs/decision/keep-clocks'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import { withdrawDecision } from '@/lib/verbs/decision/withdraw'
import { attest } from '@/lib/verbs/gate/attest'
import { withdrawAttestation } from '@/lib/verbs/gate/withdraw-attestation'
import { addIncidentEvidence } from '@/lib/verbs/incident/add-evidence'
import { declareIncident } from '@/lib/verbs/incident/declare'
import { keepIncidentClocks } from '@/lib/verbs/incident/keep-clocks'
import { keepEscalations } from '@/lib/verbs/incident/keep-escalations'
import { recordPostMortem } from '@/lib/verbs/incident/record-post-mortem'
import { storeDefinition } from '@/lib/verbs/program/store'
import { addMitigation } from '@/lib/verbs/risk/add-mitigation'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { completeMilestone } from '@/lib/verbs/risk/complete-milestone'
import { evidenceClosure } from '@/lib/verbs/risk/evidence-closure'
import { moveRisk } from '@/lib/verbs/risk/move'
import { reportTrigger } from '@/lib/verbs/risk/report-trigger'
import { verifyMitigation } from '@/lib/verbs/risk/verify-mitigation'
import { createToken } from '@/lib/verbs/token/create'
import { closeWindows } from '@/lib/verbs/window/close'
import { greenSamples } from './body'
import { type Ballot, type Council, council, vote, type Voter } from './council'
import type { TestDatabase } from './database'
import { evidenceNow, PROGRAM, send, stateOf } from './gates'

const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const

/** Minutes go to the triad with its tie-break here, so that votes can split, wait and expire. */
const source = bundledProgram().replace(
  /(- kind: minutes\n\s+title: .*\n\s+)role: program-owner/,
  '$1council: governance-triad\n      expiresDays: 30',
)

const pointer = [{ uri: 'https://example.test/proof', sha256: null }]

/** A program in which people decide, through the verbs alone: every row that it leaves has its entry. */
export interface History {
  people: Council
  token: TokenActor
  triad: [Voter, Voter, Voter]
  phaseOwner: Voter
  /** Moves the clock on. */
  later: (milliseconds: number) => void
  sealed: (kind: string, input: object) => Promise<number>
  /** A question to the triad that nothing but a revision makes stale. */
  minutes: (about: string) => Promise<number>
  decide: (decision: number) => Promise<void>
}

export async function historyOf(test: TestDatabase): Promise<History> {
  const { context } = test
  await storeDefinition(context, operator, source)
  const people = await council(test, PROGRAM, [...TRIAD, 'program-owner', 'phase-owner'])
  const { id: program } = await stateOf(test)
  const made = await createToken(context, people.admin, { program: PROGRAM, name: 'CI', scope: 'upload', gated: true })
  const triad = TRIAD.map((role) => people.voters[role]) as [Voter, Voter, Voter]
  const phaseOwner = people.voters['phase-owner'] as Voter
  const later = (milliseconds: number): void => test.setNow(test.now() + milliseconds)
  const sealed = async (kind: string, input: object): Promise<number> => {
    later(1_000)
    const asks = { program: PROGRAM, kind, recommendation: 'As the facts say.', input, supersede: true }
    const { number } = await proposeDecision(context, phaseOwner.actor, asks)
    await sealDecision(context, phaseOwner.actor, { program: PROGRAM, decision: number })
    return number
  }
  return {
    people,
    token: { kind: 'token', token: made.id, program, scope: 'upload', gated: true },
    triad,
    phaseOwner,
    later,
    sealed,
    minutes: (about) => sealed('minutes', { review: about, text: 'What was said.' }),
    async decide(decision) {
      for (const voter of triad) {
        later(1_000)
        await vote(test, voter, { program: PROGRAM, decision })
      }
    },
  }
}

/** A risk from Open to Closed by its owner and the triad, and another that is triggered. */
export async function closeOneRisk(test: TestDatabase, history: History, risk: string): Promise<void> {
  const { context } = test
  const owner = history.phaseOwner.actor
  const at = async () => {
    const { id } = await stateOf(test)
    const found = await riskFact(context.database.pool, id, risk)
    if (found === null) throw new Error(`no ${risk}`)
    history.later(1_000)
    return found
  }
  const input = async () => ({ program: PROGRAM, risk, version: (await at()).version })
  await assignOwner(context, owner, { ...(await input()), owner: owner.user })
  const milestones = [{ title: 'First', due: new Date(test.now() + 7 * DAY).toISOString().slice(0, 10) }]
  await addMitigation(context, owner, { ...(await input()), title: 'Mend it', owner: owner.user, milestones })
  await moveRisk(context, owner, { ...(await input()), to: 'mitigating' })
  const [mitigation] = (await at()).mitigations
  const proof = { evidence: 's3://proof', note: 'It works.' }
  await completeMilestone(context, owner, { ...(await input()), milestone: mitigation?.milestones[0]?.id ?? 0 })
  await verifyMitigation(context, owner, { ...(await input()), mitigation: mitigation?.id ?? 0, ...proof })
  history.later(21 * DAY)
  await moveRisk(context, owner, { ...(await input()), to: 'watch' })
  await evidenceClosure(context, owner, { ...(await input()), ...proof })
  await history.decide(await history.sealed('risk_closure', { risk }))
  history.later(1_000)
  const report = { program: PROGRAM, risk: 'RISK-TECH-02', signal: 'Seen by eye', statement: 'It leaks.' }
  await reportTrigger(context, owner, { ...report, evidence: 's3://seen' })
}

/** The program enters its first phase, after a packet that became stale; attestations, one of them withdrawn. */
export async function enterFirstPhase(test: TestDatabase, history: History): Promise<void> {
  const { context } = test
  const { triad, later, sealed, decide, token, phaseOwner } = history
  const say = (criterion: string) =>
    attest(context, triad[0].actor, {
      program: PROGRAM,
      phase: 'alpha',
      gate: 'entry',
      criterion,
      role: null,
      command: null,
      evidence: pointer,
    })
  await say('alpha-entry-1')
  await say('alpha-entry-3')
  const { attestation } = await say('alpha-entry-3')
  await withdrawAttestation(context, triad[0].actor, { program: PROGRAM, attestation, reason: 'Said twice.' })
  const { id } = await stateOf(test)
  for (const { key, version, likelihood, impact } of await context.database.prisma.risk.findMany({
    where: { programId: id },
  })) {
    if (likelihood * impact < 12) continue
    const input = { program: PROGRAM, risk: key, version, owner: phaseOwner.actor.user }
    await assignOwner(context, phaseOwner.actor, input)
  }
  const everything = [...(await stateOf(test)).revision.compiled.catalog.evidence]
  const ci = (outcome: 'pass' | 'fail') =>
    send(test, token, {
      run: {},
      samples: greenSamples(new Date(test.now() - 1_000).toISOString()),
      evidence: evidenceNow(test, everything).map((one) => (one.id === 'CI-BUILD-01' ? { ...one, outcome } : one)),
    })
  await ci('pass')
  const decision = await sealed('promotion', {})
  await vote(test, triad[0], { program: PROGRAM, decision })
  later(60_000)
  await ci('fail')
  await vote(test, triad[1], { program: PROGRAM, decision }).catch(() => null)
  later(60_000)
  await ci('pass')
  await sealDecision(context, phaseOwner.actor, { program: PROGRAM, decision })
  await decide(decision)
}

/** An incident that ends in a rollback, a waiver, two plans, a debt, each ended early. */
export async function effects(test: TestDatabase, history: History): Promise<void> {
  const { context } = test
  const { sealed, decide, later, phaseOwner } = history
  const by: UserActor = phaseOwner.actor
  const seen = { program: PROGRAM, statement: 'A permit was left.', evidence: pointer }
  const { incident } = await declareIncident(context, by, { ...seen, criterion: 'obligation-leak' })
  await addIncidentEvidence(context, by, { ...seen, incident })
  await decide(await sealed('incident', { incident, ending: 'roll_back', reason: 'It leaks.' }))
  await recordPostMortem(context, by, { program: PROGRAM, incident, evidence: { uri: 's3://post', sha256: null } })
  const waiver = {
    of: 'series',
    target: 'M-PERF-02B|core-min|mobile-android',
    verdict: 'no_data',
    from: '2026-W47',
    to: '2026-W49',
    expiresOn: '2026-12-01',
    reason: 'The phone lab is closed.',
    evidence: ['https://example.test/lab'],
  }
  await decide(await sealed('waiver', waiver))
  const plan = { metric: 'M-PERF-01', owner: by.user, text: 'Shrink it.' }
  for (const due of ['2026-12-10', '2026-12-12']) {
    const decision = await sealed('remediation_plan', { ...plan, due })
    await vote(test, phaseOwner, { program: PROGRAM, decision })
  }
  const debt = { surface: 'error', risk: 'RISK-TECH-02', expiresOn: '2026-12-01', reason: 'The corpus comes later.' }
  await decide(await sealed('parity_debt', debt))
  later(1_000)
  await endWaiver(context, by, { program: PROGRAM, id: 1, reason: 'The lab is open.' })
  await endPlan(context, by, { program: PROGRAM, id: 2, reason: 'It is small now.' })
  await endDebt(context, by, { program: PROGRAM, id: 1, reason: 'The corpus is there.' })
}

/** Questions that are withdrawn, put anew, split, overdue and expired. */
export async function openEnds(test: TestDatabase, { minutes, triad, later, phaseOwner }: History): Promise<void> {
  const { context } = test
  const decision = await minutes('taken back')
  await withdrawDecision(context, phaseOwner.actor, { program: PROGRAM, decision, reason: 'Asked too soon.' })
  await minutes('asked twice')
  const split: Ballot = { program: PROGRAM, decision: await minutes('asked twice') }
  await vote(test, triad[0], split)
  await vote(test, triad[1], { ...split, vote: 'reject' })
  await vote(test, triad[2], split)
  later(10 * DAY)
  await keepDecisionClocks(context)
  later(21 * DAY)
  await keepDecisionClocks(context)
}

/** CI falls silent and an owner is told; it comes back, and fails kill criteria in a run of two uploads: nobody decides. */
export async function silenceAndFailure(test: TestDatabase, { token, later }: History): Promise<void> {
  await closeWindows(test.context)
  await keepEscalations(test.context)
  later(60_000)
  await send(test, token, { run: {}, samples: greenSamples(new Date(test.now() - 1_000).toISOString()) })
  for (const [id, complete] of [
    ['U-BYTES-01', false],
    ['I-CX-CAP-01', true],
  ] as const) {
    later(60_000)
    await send(test, token, { run: { id: 'fails-twice', complete }, evidence: evidenceNow(test, [id], 'fail') })
  }
  later(DAY)
  await keepIncidentClocks(test.context)
}
