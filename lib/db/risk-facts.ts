import type { Instant } from '@/lib/domain/instant'
import type { ReviewCadence, RiskState, TriggerSignal } from '@/lib/domain/risk/event'
import { riskScore } from '@/lib/domain/risk/score'
import { type Queryable, ms } from './query'

export interface MilestoneFact {
  id: number
  title: string
  /** `2026-11-26`, in the program's zone. */
  due: string
  doneAt: Instant | null
  slips: { from: string; to: string; reason: string; by: string; at: Instant }[]
}

export interface MitigationFact {
  id: number
  title: string
  owner: { user: string; name: string; active: boolean }
  verifiedAt: Instant | null
  evidence: string | null
  note: string | null
  withdrawnAt: Instant | null
  withdrawnReason: string | null
  milestones: MilestoneFact[]
}

/** A risk as rules, gates, packets and pages read it. */
export interface RiskFact {
  id: number
  key: string
  category: string
  title: string
  statement: string
  mitigation: string
  closure: string
  cadenceText: string
  review: ReviewCadence
  events: string[]
  signals: TriggerSignal[]
  gates: string[]
  ownerRole: string
  /** Whoever it was given to; null also where that person has been deactivated: nobody owns it then. */
  owner: { user: string; name: string } | null
  /** The owner who was deactivated, so that a page can say why it is unowned. */
  formerOwner: { user: string; name: string } | null
  state: RiskState
  stateSince: Instant
  likelihood: number
  impact: number
  score: number
  lastTriggerAt: Instant | null
  /** The last time that a standing trigger's signal failed again. */
  lastOccurrenceAt: Instant | null
  lastReviewedAt: Instant | null
  /** By when people look next; null for a closed risk. */
  reviewDueAt: Instant | null
  /** The row of the decision that closed it, and its number in the program. */
  closedByDecision: number | null
  closedBy: number | null
  origin: 'definition' | 'browser'
  droppedAt: Instant | null
  createdAt: Instant
  version: number
  /** Bound signals that fail now, each with what fails. */
  failing: { signal: string; key: string; since: Instant; run: number }[]
  mitigations: MitigationFact[]
  closureEvidence: { evidence: string; note: string; by: string; at: Instant }[]
}

type Parts = Pick<RiskFact, 'failing' | 'mitigations' | 'closureEvidence'>
type Row = Omit<RiskFact, 'owner' | 'formerOwner' | 'score' | keyof Parts> & {
  owner_id: string | null
  owner_name: string | null
  owner_active: boolean | null
} & { [Part in keyof Parts]: Parts[Part] | null }

const QUERY = `
  SELECT r.id, r.key, r.category, r.title, r.statement, r.mitigation, r.closure, r.cadence_text AS "cadenceText",
    r.review, r.events, r.signals, r.gates, r.owner_role AS "ownerRole", r.owner_id,
    u.name AS owner_name, u.deactivated_at IS NULL AS owner_active,
    r.state, ${ms('r.state_since')} AS "stateSince", r.likelihood, r.impact,
    ${ms('r.last_trigger_at')} AS "lastTriggerAt", ${ms('r.last_reviewed_at')} AS "lastReviewedAt",
    ${ms('r.review_due_at')} AS "reviewDueAt", r.closed_by_decision AS "closedByDecision", r.origin,
    (SELECT d.number FROM decision d WHERE d.id = r.closed_by_decision) AS "closedBy",
    ${ms('r.dropped_at')} AS "droppedAt", ${ms('r.created_at')} AS "createdAt", r.version,
    (SELECT ${ms('max(o.at)')} FROM risk_trigger t JOIN trigger_occurrence o ON o.trigger_id = t.id
     WHERE t.risk_id = r.id) AS "lastOccurrenceAt",
    (SELECT jsonb_agg(jsonb_build_object('signal', s.signal, 'key', s.key, 'since', ${ms('s.since')}, 'run', s.run_id)
       ORDER BY s.signal, s.key)
     FROM signal_state s WHERE s.program_id = r.program_id AND s.watcher = 'risk:' || r.key AND s.failing) AS failing,
    (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title,
       'owner', jsonb_build_object('user', m.owner_id, 'name', o.name, 'active', o.deactivated_at IS NULL),
       'verifiedAt', ${ms('m.verified_at')}, 'evidence', m.evidence, 'note', m.note,
       'withdrawnAt', ${ms('m.withdrawn_at')}, 'withdrawnReason', m.withdrawn_reason,
       'milestones', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'title', k.title, 'due', k.due,
           'doneAt', ${ms('k.done_at')},
           'slips', (SELECT coalesce(jsonb_agg(jsonb_build_object('from', p."from", 'to', p."to", 'reason', p.reason,
               'by', p.by, 'at', ${ms('p.at')}) ORDER BY p.id), '[]') FROM milestone_slip p WHERE p.milestone_id = k.id)
         ) ORDER BY k.due, k.id), '[]') FROM milestone k WHERE k.mitigation_id = m.id)
       ) ORDER BY m.id)
     FROM mitigation m JOIN user_account o ON o.id = m.owner_id WHERE m.risk_id = r.id) AS mitigations,
    (SELECT jsonb_agg(jsonb_build_object('evidence', c.evidence, 'note', c.note, 'by', c.by, 'at', ${ms('c.at')})
       ORDER BY c.id) FROM closure_evidence c WHERE c.risk_id = r.id) AS "closureEvidence"
  FROM risk r LEFT JOIN user_account u ON u.id = r.owner_id
  WHERE r.program_id = $1 AND ($2::text IS NULL OR r.key = $2)
  ORDER BY r.likelihood * r.impact DESC, r.key`

/** Every risk of a program, highest score first, as it stands for whoever reads over `db`. */
export async function riskFacts(db: Queryable, program: number): Promise<RiskFact[]> {
  const { rows } = await db.query<Row>({ name: 'risk_facts', text: QUERY, values: [program, null] })
  return rows.map(factOf)
}

/** One risk by its key, or null. */
export async function riskFact(db: Queryable, program: number, key: string): Promise<RiskFact | null> {
  const { rows } = await db.query<Row>({ name: 'risk_facts', text: QUERY, values: [program, key] })
  return rows[0] === undefined ? null : factOf(rows[0])
}

function factOf({ owner_id, owner_name, owner_active, ...row }: Row): RiskFact {
  const named = owner_id === null ? null : { user: owner_id, name: owner_name ?? '' }
  return {
    ...row,
    score: riskScore(row),
    owner: owner_active ? named : null,
    formerOwner: owner_active ? null : named,
    failing: row.failing ?? [],
    mitigations: row.mitigations ?? [],
    closureEvidence: row.closureEvidence ?? [],
  }
}
