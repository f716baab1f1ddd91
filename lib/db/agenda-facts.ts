import type { Instant } from '@/lib/domain/instant'
import { iso } from '@/lib/domain/instant'
import type {
  AgendaAction,
  AgendaDecision,
  AgendaFacts,
  AgendaIncident,
  AgendaMetric,
  AgendaRisk,
  ShownFacts,
} from '@/lib/domain/review/agenda'
import { dayEnd } from '@/lib/domain/review/schedule'
import { reasonParts } from '@/lib/domain/sentence'
import { activeWaivers } from '@/lib/domain/waiver/active'
import { currentBoard } from './current-board'
import { incidentHistory, openIncidents } from './incident-facts'
import type { ProgramState } from './program-state'
import { type RiskFact, riskFacts } from './risk-facts'
import { waiverFacts } from './waiver-facts'
import type { Queryable } from './query'

/** Everything that may call for the board's time, as it stands for whoever reads over `db` (semantics 10). */
export async function agendaFacts(db: Queryable, state: ProgramState, now: Instant): Promise<AgendaFacts> {
  const { program } = state.revision.compiled
  const actions = await openActions(db, state)
  const waivers = activeWaivers(await waiverFacts(db, state.id), now)
  const risks = await riskFacts(db, state.id)
  const metrics = await metricFacts(db, state, now)
  return {
    threshold: program.riskPolicy.threshold,
    actions,
    incidents: await incidentFacts(db, state.id),
    risks: risks.map((risk) => riskAsFact(risk, state)),
    decisions: await openDecisions(db, state.id),
    waivers: waivers.map(({ id, of, target, verdict, expiresAt }) => ({
      key: String(id),
      title: `${verdict === 'no_data' ? 'Missing data' : 'A failure'} of ${target}`,
      expires: expiresAt,
      facts: { of, expires: iso(expiresAt) },
    })),
    metrics,
  }
}

/** Open incidents and reviews; and ended ones whose post-mortem is still owed. */
async function incidentFacts(db: Queryable, program: number): Promise<AgendaIncident[]> {
  const open = await openIncidents(db, program)
  const { postMortems } = await incidentHistory(db, program)
  const standing = open.map(({ id, kind, criteria, statement, openedAt, dueAt }) => ({
    key: String(id),
    title: statement,
    openedAt,
    due: dueAt,
    facts: { kind, criteria: criteria.join(', '), openedAt: iso(openedAt), due: instantOrNull(dueAt) },
  }))
  const owed = postMortems
    .filter(({ incident }) => !open.some(({ id }) => id === incident))
    .map(({ incident, dueAt }) => ({
      key: String(incident),
      title: 'Its post-mortem is owed',
      openedAt: null,
      due: dueAt,
      facts: { due: iso(dueAt) },
    }))
  return [...standing, ...owed]
}

/** Decisions that nobody has ended and whose deadline runs. */
async function openDecisions(db: Queryable, program: number): Promise<AgendaDecision[]> {
  const { rows } = await db.query<{ number: number; title: string; kind: string; state: string; due: Instant }>({
    name: 'decisions_due',
    text: `SELECT number, title, kind, state, (extract(epoch FROM due_at) * 1000)::float8 AS due FROM decision
           WHERE program_id = $1 AND ended_at IS NULL AND due_at IS NOT NULL ORDER BY number`,
    values: [program],
  })
  return rows.map(({ number, title, kind, state, due }) => ({
    key: String(number),
    title,
    due,
    facts: { kind, state, due: iso(due) },
  }))
}

interface ActionRow {
  number: number
  title: string
  owner: string
  due: string
  review: number
  subject: string
}

async function openActions(db: Queryable, state: ProgramState): Promise<AgendaAction[]> {
  const { rows } = await db.query<ActionRow>({
    name: 'open_actions',
    text: `SELECT a.number, a.title, u.name AS owner, a.due::text AS due, r.number AS review,
             concat_ws(' ', i.key, i.title) AS subject
           FROM review_action a JOIN user_account u ON u.id = a.owner_id
             JOIN review_outcome o ON o.id = a.outcome_id JOIN review_item i ON i.id = o.item_id
             JOIN review r ON r.id = o.review_id
           WHERE a.program_id = $1 AND a.state = 'open' ORDER BY a.number`,
    values: [state.id],
  })
  const { zone } = state.revision.compiled.program
  return rows.map(({ number, title, owner, due, review, subject }) => ({
    key: String(number),
    title,
    dueBy: dayEnd(zone, due),
    facts: { owner, due, review, subject },
  }))
}

/** The newest trigger of a risk that no review has looked at since; null where one has, or where there was none. */
function waitingTrigger(
  { lastTriggerAt, lastReviewedAt }: Pick<RiskFact, 'lastTriggerAt' | 'lastReviewedAt'>,
  withinHours: number,
): { at: Instant; due: Instant } | null {
  if (lastTriggerAt === null || (lastReviewedAt !== null && lastReviewedAt > lastTriggerAt)) return null
  return { at: lastTriggerAt, due: lastTriggerAt + withinHours * 3_600_000 }
}

function riskAsFact(risk: RiskFact, state: ProgramState): AgendaRisk {
  const { zone, riskPolicy, roles } = state.revision.compiled.program
  const standing = risk.mitigations.filter((one) => one.withdrawnAt === null)
  const open = standing.flatMap(({ milestones }) => milestones.filter(({ doneAt }) => doneAt === null))
  const facts: ShownFacts = {
    state: risk.state,
    likelihood: risk.likelihood,
    impact: risk.impact,
    score: risk.score,
    owner: risk.owner?.name ?? null,
    ownerRole: roles.find(({ id }) => id === risk.ownerRole)?.title ?? risk.ownerRole,
    statement: risk.statement,
    reviewDue: instantOrNull(risk.reviewDueAt),
    lastTrigger: instantOrNull(risk.lastTriggerAt),
    lastReviewed: instantOrNull(risk.lastReviewedAt),
    version: risk.version,
  }
  return {
    key: risk.key,
    title: risk.title,
    facts,
    state: risk.state,
    score: risk.score,
    owned: risk.owner !== null,
    reviewDue: risk.reviewDueAt,
    trigger: risk.state === 'closed' ? null : waitingTrigger(risk, riskPolicy.reviewWithinHours),
    milestones: open.map(({ title, due }) => ({ title, dueBy: dayEnd(zone, due) })),
  }
}

const instantOrNull = (instant: Instant | null): string | null => (instant === null ? null : iso(instant))

/** The lights of the metrics in the window that holds now. */
async function metricFacts(db: Queryable, state: ProgramState, now: Instant): Promise<AgendaMetric[]> {
  const board = await currentBoard(db, state, now)
  return board.metrics.map(({ spec, status, verdict, reasons }) => ({
    key: spec.id,
    title: spec.title,
    status,
    facts: {
      status,
      verdict,
      window: board.window.label,
      reasons: reasons.map((reason) => reasonParts(reason).words).join(' '),
    },
  }))
}
