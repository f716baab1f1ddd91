import { programState } from '@/lib/db/program-state'
import { type RiskFact, riskFact, riskFacts } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import { DAY, type Instant } from '@/lib/domain/instant'
import { addMitigation } from '@/lib/verbs/risk/add-mitigation'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import type { ChangedRisk, RiskInput } from '@/lib/verbs/risk/change-risk'
import { completeMilestone } from '@/lib/verbs/risk/complete-milestone'
import { evidenceClosure } from '@/lib/verbs/risk/evidence-closure'
import { moveRisk } from '@/lib/verbs/risk/move'
import { reportTrigger } from '@/lib/verbs/risk/report-trigger'
import { rescoreRisk } from '@/lib/verbs/risk/rescore'
import { reviewRisk } from '@/lib/verbs/risk/review'
import { slipMilestone } from '@/lib/verbs/risk/slip-milestone'
import { verifyMitigation } from '@/lib/verbs/risk/verify-mitigation'
import type { Moment } from './runs'

/** Who does things to the risks of the demo, and when it is. */
interface Scene {
  context: Context
  program: string
  /** IANA time zone. */
  zone: string
  at: Instant
  /** Subject → user id. */
  users: ReadonlyMap<string, string>
}

type Act = (scene: Scene, risk: RiskFact) => Promise<unknown>

/** An act on a day: weeks before this one and the weekday, Monday 0. */
interface Step {
  weeksAgo: number
  weekday: number
  risk: string
  act: Act
}

const userOf = ({ users }: Scene, subject: string): string => {
  const user = users.get(subject)
  if (user === undefined) throw new Error(`the demo has no ${subject}`)
  return user
}

/** An act of whoever has the risk's owner role. */
const byOwner =
  (verb: (scene: Scene, input: RiskInput, risk: RiskFact, user: string) => Promise<ChangedRisk>): Act =>
  (scene, risk) => {
    const input = { program: scene.program, risk: risk.key, version: risk.version }
    return verb(scene, input, risk, userOf(scene, risk.ownerRole))
  }

const actor = (user: string) => ({ kind: 'user', user }) as const

const dayIn = ({ zone, at }: Scene, days: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at + days * DAY)

const assign = byOwner(({ context }, input, _, user) => assignOwner(context, actor(user), { ...input, owner: user }))

/** A mitigation with milestones due so many days later. */
const plan = (title: string, ...milestones: [string, number][]): Act =>
  byOwner((scene, input, _, user) =>
    addMitigation(scene.context, actor(user), {
      ...input,
      title,
      owner: user,
      milestones: milestones.map(([step, days]) => ({ title: step, due: dayIn(scene, days) })),
    }),
  )

const move = (to: 'mitigating' | 'watch'): Act =>
  byOwner(({ context }, input, _, user) => moveRisk(context, actor(user), { ...input, to }))

const nextMilestone = (risk: RiskFact): number =>
  risk.mitigations.flatMap(({ milestones }) => milestones).find(({ doneAt }) => doneAt === null)?.id ?? 0

const complete = byOwner(({ context }, input, risk, user) =>
  completeMilestone(context, actor(user), { ...input, milestone: nextMilestone(risk) }),
)

const slip = (days: number, reason: string): Act =>
  byOwner((scene, input, risk, user) =>
    slipMilestone(scene.context, actor(user), {
      ...input,
      milestone: nextMilestone(risk),
      due: dayIn(scene, days),
      reason,
    }),
  )

const verify = (evidence: string, note: string): Act =>
  byOwner(({ context }, input, risk, user) =>
    verifyMitigation(context, actor(user), { ...input, mitigation: risk.mitigations[0]?.id ?? 0, evidence, note }),
  )

const prove = (evidence: string, note: string): Act =>
  byOwner(({ context }, input, _, user) => evidenceClosure(context, actor(user), { ...input, evidence, note }))

const rescore = (likelihood: number, impact: number, reason: string): Act =>
  byOwner(({ context }, input, _, user) => rescoreRisk(context, actor(user), { ...input, likelihood, impact, reason }))

const report = (signal: number, statement: string, evidence: string): Act =>
  byOwner(({ context }, input, _, user) =>
    reportTrigger(context, actor(user), { ...input, signal, statement, evidence }),
  )

const reviewed = (note: string): Act =>
  ((scene, risk) =>
    reviewRisk(scene.context, actor(userOf(scene, 'program-owner')), {
      program: scene.program,
      risk: risk.key,
      version: risk.version,
      note,
    })) satisfies Act

const proof = (name: string): string => `https://ci.example.test/evidence/${name}`

/** Monday's board looks at everything but what nobody has taken on; those who review every two weeks, every two weeks. */
async function monday(scene: Scene, moment: Moment, risks: readonly RiskFact[]): Promise<void> {
  for (const risk of risks) {
    if (unowned.includes(risk.key) || (risk.review === 'bi-weekly' && moment.weeksAgo % 2 === 1)) continue
    await reviewed('Looked at on the weekly board: state, owner and score stand.')(scene, risk)
  }
}

/** Nobody has taken these two on. */
const unowned = ['RISK-SUP-02', 'RISK-ADOPT-01']

/** The risks whose story is longer than an owner: what happens on which day, in order. */
const stories: Record<string, [number, number, Act][]> = {
  'RISK-TECH-01': [
    [9, 1, plan('Ownership replay gates before merge', ['Gate on core surfaces', 14], ['Gate on adapters', 30])],
    [9, 2, move('mitigating')],
    [7, 3, complete],
    [5, 3, complete],
    [5, 4, verify(proof('own-gates'), 'Both gates refused a planted orphan.')],
    [4, 1, move('watch')],
    [1, 2, prove(proof('own-green-runs'), 'Four green ownership gate runs in a row across the required scenarios.')],
  ],
  'RISK-TECH-02': [
    [9, 1, plan('Mandatory cancel replay pack', ['Pack covers request and drain', 14], ['Pack covers finalize', 35])],
    [9, 3, move('mitigating')],
    [7, 2, complete],
    [5, 0, slip(42, 'The drain scenarios needed a recorder of their own first.')],
  ],
  'RISK-TECH-03': [
    [8, 1, plan('Closure tests for every adapter', ['Tests for fetch and timers', 21], ['Tests for storage', 51])],
    [8, 2, move('mitigating')],
    [6, 2, complete],
  ],
  'RISK-TECH-04': [
    [9, 1, plan('Pinned deterministic corpus', ['Pin the corpus', 10])],
    [9, 2, move('mitigating')],
    [8, 1, complete],
    [8, 2, verify(proof('corpus-1'), 'The pinned corpus gave the same fingerprints on both targets.')],
    [7, 1, move('watch')],
    // A fingerprint diverges on Tuesday, six weeks ago: the upload puts it back to Open.
    [6, 2, reviewed('Out of band: one seed diverged in the timer wheel. The fix is in review.')],
    [6, 3, move('mitigating')],
    [5, 2, verify(proof('corpus-2'), 'The diverging seed is part of the corpus and passes.')],
  ],
  'RISK-PROD-01': [
    [9, 3, plan('Scope lock at the phase gate', ['Defer list signed by the program owner', 14])],
    [9, 4, move('mitigating')],
    [7, 4, complete],
    [4, 2, report(0, 'Two adapters were added to the milestone without evidence.', proof('scope-diff'))],
    [4, 3, reviewed('Out of band: one adapter is deferred, the other has its evidence rows now.')],
    [4, 4, move('mitigating')],
    [2, 0, rescore(3, 4, 'Nothing was added to the milestone since the defer list is signed.')],
  ],
  'RISK-PROD-02': [
    [5, 1, plan('Quickstart checked in CI', ['Quickstart runs nightly', 21], ['Pilot script measures setup time', 49])],
    [5, 2, move('mitigating')],
    [3, 2, complete],
  ],
  'RISK-SUP-01': [
    [8, 0, plan('Dependency policy gate', ['Gate in every manifest change', 14])],
    [8, 1, move('mitigating')],
    [7, 1, complete],
    [7, 2, verify(proof('closure-gate'), 'A planted crate was refused with its transitive chain.')],
    [6, 1, move('watch')],
  ],
  'RISK-SEC-01': [
    [8, 2, plan('Handle generations and fuzzing', ['Generation checks', 14], ['Fuzz suite nightly', 21])],
    [8, 3, move('mitigating')],
    [6, 4, complete],
    [5, 2, complete],
    [5, 4, verify(proof('fuzz-1'), 'A month of fuzzing found nothing.')],
    [4, 0, move('watch')],
    // The fuzzer finds a stale handle on Wednesday, two weeks ago: the upload puts it back to Open.
    [2, 3, reviewed('Out of band: a stale handle survives a region close. Fix and regression test are owed.')],
  ],
  'RISK-OPS-01': [
    [7, 0, plan('Artifact contract blocks promotion', ['Contract checked in CI', 21], ['Checksums kept', 70])],
    [7, 1, move('mitigating')],
    [4, 1, complete],
  ],
}

const steps: Step[] = Object.entries(stories).flatMap(([risk, acts]) =>
  acts.map(([weeksAgo, weekday, act]): Step => ({ weeksAgo, weekday, risk, act })),
)

/** What happens to the demo's risks on a day, after its uploads. All made up. */
export async function actOnRisks(scene: Scene, moment: Moment): Promise<void> {
  const { context, program } = scene
  const { database } = context
  const state = await programState(database, database.pool, program)
  if (state === null) throw new Error('the demo has no program')
  const { weeksAgo, weekday } = moment
  const risks = weekday === 0 || weekday === 2 ? await riskFacts(database.pool, state.id) : []
  if (weeksAgo === 10 && weekday === 2) {
    for (const risk of risks) if (!unowned.includes(risk.key)) await assign(scene, risk)
  }
  if (weekday === 0) await monday(scene, moment, risks)
  for (const step of steps) {
    if (step.weeksAgo !== weeksAgo || step.weekday !== weekday) continue
    const risk = await riskFact(database.pool, state.id, step.risk)
    if (risk !== null) await step.act(scene, risk)
  }
}
