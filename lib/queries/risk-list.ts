import type { Actor } from '@/lib/auth/actor'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import { lifecycleFacts } from '@/lib/db/risk-lifecycle'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { storedWindows } from '@/lib/db/windows'
import { type Instant, iso } from '@/lib/domain/instant'
import { isOverdue } from '@/lib/domain/risk/cadence'
import type { ReviewCadence, RiskState, TriggerSignal } from '@/lib/domain/risk/event'
import { type NextTransition, nextTransition } from '@/lib/domain/risk/lifecycle'
import { isHigh } from '@/lib/domain/risk/score'
import type { Window } from '@/lib/domain/window/window'
import { visibleProgram } from './visible'

interface ListedMilestone {
  title: string
  /** `2026-11-26`, in the program's zone. */
  due: string
  doneAt: string | null
  slips: { from: string; to: string; reason: string; at: string }[]
}

interface ListedMitigation {
  title: string
  owner: string
  verifiedAt: string | null
  evidence: string | null
  withdrawnAt: string | null
  withdrawnReason: string | null
  milestones: ListedMilestone[]
}

interface ListedTrigger {
  source: 'signal' | 'report'
  signal: string
  /** What failed; null for a report. */
  key: string | null
  /** The run's own id. */
  run: string | null
  statement: string
  evidence: string
  observedAt: string
  at: string
  /** How often the same signal failed again since. */
  occurrences: number
}

/** A risk with every column of the register. */
export interface ListedRisk {
  key: string
  category: string
  title: string
  statement: string
  likelihood: number
  impact: number
  score: number
  /** At or above the program's threshold. */
  high: boolean
  state: RiskState
  stateSince: string
  signals: { text: string; bound: boolean; failing: boolean }[]
  mitigation: string
  ownerRole: string
  /** null: nobody active owns it. */
  owner: { id: string; name: string } | null
  cadence: { text: string; review: ReviewCadence; events: string[] }
  closure: string
  gates: string[]
  lastReviewedAt: string | null
  /** null for a closed risk. */
  reviewDueAt: string | null
  reviewOverdue: boolean
  lastTriggerAt: string | null
  triggers: ListedTrigger[]
  mitigations: ListedMitigation[]
  /** What the next step asks for; null for a closed risk. */
  next: NextTransition | null
  /** Number of the decision that closed it. */
  decision: number | null
  origin: 'definition' | 'browser'
  /** When the definition stopped naming it. */
  droppedAt: string | null
  version: number
}

export interface RiskListDto {
  program: string
  revision: number
  asOf: string
  threshold: number
  risks: ListedRisk[]
}

/** The whole risk register, the highest score first (semantics 15). */
export async function riskList(context: Context, actor: Actor, slug: string): Promise<RiskListDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const now = await context.clock(pool)
  const [facts, triggers, windows] = await Promise.all([
    riskFacts(pool, state.id),
    triggersOf(context, state),
    storedWindows(pool, state.id, 0),
  ])
  const { number, compiled } = state.revision
  return {
    program: slug,
    revision: number,
    asOf: iso(now),
    threshold: compiled.program.riskPolicy.threshold,
    risks: facts.map((risk) => listed(state, risk, triggers.get(risk.id) ?? [], windows, now)),
  }
}

interface TriggerRow extends Omit<ListedTrigger, 'observedAt' | 'at'> {
  risk_id: number
  observed_at: Date
  at: Date
}

/** Every trigger of the program's risks, newest first. */
async function triggersOf({ database }: Context, state: ProgramState): Promise<Map<number, ListedTrigger[]>> {
  const { rows } = await database.pool.query<TriggerRow>(
    `SELECT t.risk_id, t.source, t.signal, t.key, u.external_id AS run, t.statement, t.evidence, t.observed_at, t.at,
       (SELECT count(*)::int FROM trigger_occurrence o WHERE o.trigger_id = t.id) AS occurrences
     FROM risk_trigger t JOIN risk r ON r.id = t.risk_id LEFT JOIN run u ON u.id = t.run_id
     WHERE r.program_id = $1 ORDER BY t.id DESC`,
    [state.id],
  )
  const byRisk = new Map<number, ListedTrigger[]>()
  for (const { risk_id, observed_at, at, ...trigger } of rows) {
    const known = byRisk.get(risk_id) ?? []
    known.push({ ...trigger, observedAt: observed_at.toISOString(), at: at.toISOString() })
    byRisk.set(risk_id, known)
  }
  return byRisk
}

const isoOrNull = (instant: Instant | null): string | null => (instant === null ? null : iso(instant))

function listed(
  state: ProgramState,
  risk: RiskFact,
  triggers: ListedTrigger[],
  windows: readonly Window[],
  now: Instant,
): ListedRisk {
  const { key, category, title, statement, likelihood, impact, score, mitigation, ownerRole, closure } = risk
  const failing = new Set(risk.failing.map(({ signal }) => signal))
  const bound = (signal: TriggerSignal): boolean => (signal.bind ?? []).length > 0
  return {
    key,
    category,
    title,
    statement,
    likelihood,
    impact,
    score,
    high: isHigh(risk, state.revision.compiled.program.riskPolicy.threshold),
    state: risk.state,
    stateSince: iso(risk.stateSince),
    signals: risk.signals.map((one) => ({ text: one.text, bound: bound(one), failing: failing.has(one.text) })),
    mitigation,
    ownerRole,
    owner: risk.owner === null ? null : { id: risk.owner.user, name: risk.owner.name },
    cadence: { text: risk.cadenceText, review: risk.review, events: risk.events },
    closure,
    gates: risk.gates,
    lastReviewedAt: isoOrNull(risk.lastReviewedAt),
    reviewDueAt: isoOrNull(risk.reviewDueAt),
    reviewOverdue: isOverdue(risk.reviewDueAt, now),
    lastTriggerAt: isoOrNull(risk.lastTriggerAt),
    triggers,
    mitigations: risk.mitigations.map((one) => ({
      title: one.title,
      owner: one.owner.name,
      verifiedAt: isoOrNull(one.verifiedAt),
      evidence: one.evidence,
      withdrawnAt: isoOrNull(one.withdrawnAt),
      withdrawnReason: one.withdrawnReason,
      milestones: one.milestones.map(({ title: step, due, doneAt, slips }) => ({
        title: step,
        due,
        doneAt: isoOrNull(doneAt),
        slips: slips.map(({ from, to, reason, at }) => ({ from, to, reason, at: iso(at) })),
      })),
    })),
    next: nextTransition(lifecycleFacts(state, risk, windows), now),
    decision: risk.closedBy,
    origin: risk.origin,
    droppedAt: isoOrNull(risk.droppedAt),
    version: risk.version,
  }
}
