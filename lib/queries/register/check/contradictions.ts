import type pg from 'pg'
import type { Finding } from './matcher'

interface Contradiction {
  what: string
  /** SQL of the rows that contradict others, by `name`; ordered. */
  sql: string
  /** What is wrong with each of them. */
  says: string
}

const lastState = `(SELECT e.type FROM decision_event e WHERE e.decision_id = d.id
  AND e.type IN ('proposed', 'sealed', 'stale', 'decided', 'superseded', 'withdrawn', 'expired') ORDER BY e.sequence DESC LIMIT 1)`

/** Whether a risk's history has an event of a type whose body names this row. */
const told = (type: string, key: string, row: string, risk: string, at: string): string =>
  `EXISTS (SELECT 1 FROM risk_event e WHERE e.risk_id = ${risk} AND e.type = '${type}' AND e.body -> '${key}' = to_jsonb(${row}) AND e.at = ${at})`

/** Rows that say again, for quick reading, what rows with entries say: those two must agree. */
const contradictions: readonly Contradiction[] = [
  {
    what: 'program',
    sql: `SELECT 'program ' || p.slug AS name FROM program p LEFT JOIN LATERAL (SELECT c.phase, c.at FROM phase_change c
            WHERE c.program_id = p.id ORDER BY c.at DESC, c.id DESC LIMIT 1) c ON true
          WHERE p.phase IS DISTINCT FROM c.phase OR p.phase_entered_at IS DISTINCT FROM c.at ORDER BY p.id`,
    says: 'is not in the phase that it entered last',
  },
  {
    what: 'program',
    sql: `SELECT 'program ' || p.slug AS name FROM program p WHERE p.revision_id IS DISTINCT FROM (
            SELECT a.revision_id FROM revision_activation a JOIN program_revision r ON r.id = a.revision_id
            WHERE r.program_id = p.id ORDER BY a.at DESC, a.id DESC LIMIT 1) ORDER BY p.id`,
    says: 'is not under the revision that was put in force last',
  },
  {
    what: 'decision',
    sql: `SELECT 'decision ' || d.number AS name FROM decision d
          LEFT JOIN packet p ON p.decision_id = d.id AND p.round = d.round
          WHERE d.state::text IS DISTINCT FROM ${lastState} OR d.sealed_at IS DISTINCT FROM p.sealed_at
            OR d.round <> (SELECT count(*) FROM packet p WHERE p.decision_id = d.id)
          ORDER BY d.id`,
    says: 'is not as its history and its packets leave it',
  },
  {
    what: 'packet',
    sql: `SELECT 'packet ' || id AS name FROM packet WHERE sha256 <> sha256(bytes) ORDER BY id`,
    says: 'is not what was sealed: its digest differs',
  },
  {
    what: 'waiver',
    sql: `SELECT 'waiver ' || w.id AS name FROM waiver w JOIN decision d ON d.id = w.decision_id
          LEFT JOIN program_window f ON f.program_id = w.program_id AND f.label = w.from_window
          LEFT JOIN program_window t ON t.program_id = w.program_id AND t.label = w.to_window
          WHERE d.state <> 'decided' OR d.outcome <> 'approved' OR d.kind <> 'waiver' OR w.starts_at <> f.starts_at
            OR w.ends_at <> t.ends_at OR (w.reason, w.control, w.follow_up, to_jsonb(w.evidence)) IS DISTINCT FROM
              (d.input ->> 'reason', d.input ->> 'control', d.input ->> 'followUp', d.input -> 'evidence') ORDER BY w.id`,
    says: 'is not what its decision gave',
  },
  {
    what: 'incident',
    sql: `SELECT 'incident ' || i.id || ', criterion ' || c.criterion AS name FROM incident_criterion c
          JOIN incident i ON i.id = c.incident_id
          WHERE c.ended_at IS DISTINCT FROM i.ended_at OR c.program_id <> i.program_id ORDER BY i.id, c.criterion`,
    says: 'does not end with its incident',
  },
  {
    what: 'risk',
    sql: `SELECT 'risk ' || r.key AS name FROM risk r
          WHERE r.version <> coalesce((SELECT max(e.version) FROM risk_event e WHERE e.risk_id = r.id), 0) ORDER BY r.id`,
    says: 'is not at its last event',
  },
  {
    what: 'risk_trigger',
    sql: `SELECT 'event ' || e.version || ' of risk ' || r.key AS name FROM risk_event e JOIN risk r ON r.id = e.risk_id
          WHERE e.type = 'triggered' AND jsonb_array_length(e.body -> 'triggers') <>
            (SELECT count(*) FROM risk_trigger t WHERE t.risk_id = e.risk_id AND t.version = e.version AND t.at = e.at
              AND e.body -> 'triggers' @> jsonb_build_array(jsonb_build_object('signal', t.signal, 'key', t.key,
                'run', t.run_id, 'statement', t.statement, 'evidence', t.evidence)))
          UNION ALL
          SELECT 'trigger ' || t.id FROM risk_trigger t WHERE NOT EXISTS (SELECT 1 FROM risk_event e
            WHERE e.risk_id = t.risk_id AND e.version = t.version AND e.type = 'triggered')`,
    says: "has other triggers than the risk's history",
  },
  {
    what: 'mitigation',
    sql: `SELECT 'mitigation ' || m.id AS name FROM mitigation m
          WHERE NOT ${told('mitigation_added', 'mitigation', 'm.id', 'm.risk_id', 'm.created_at')}
            OR (m.verified_at IS NOT NULL AND NOT ${told('mitigation_verified', 'mitigation', 'm.id', 'm.risk_id', 'm.verified_at')})
            OR (m.withdrawn_at IS NOT NULL AND NOT ${told('mitigation_withdrawn', 'mitigation', 'm.id', 'm.risk_id', 'm.withdrawn_at')})
          UNION ALL
          SELECT 'milestone ' || s.id FROM milestone s JOIN mitigation m ON m.id = s.mitigation_id
          WHERE s.done_at IS NOT NULL AND NOT ${told('milestone_completed', 'milestone', 's.id', 'm.risk_id', 's.done_at')}`,
    says: "is not as the risk's history has it",
  },
  {
    what: 'review_action',
    sql: `SELECT 'action ' || a.number AS name FROM review_action a JOIN LATERAL (SELECT f.result, f.due FROM action_follow_up f
            WHERE f.action_id = a.id ORDER BY f.id DESC LIMIT 1) f ON true
          WHERE a.due <> f.due OR a.state::text <> CASE WHEN f.result IN ('done', 'dropped') THEN f.result::text ELSE 'open' END
          UNION ALL
          SELECT 'action ' || a.number FROM review_action a WHERE a.state <> 'open'
            AND NOT EXISTS (SELECT 1 FROM action_follow_up f WHERE f.action_id = a.id)`,
    says: 'is not as its last follow-up leaves it',
  },
  {
    what: 'review',
    sql: `SELECT 'review ' || r.number AS name FROM review r LEFT JOIN review_minutes m ON m.review_id = r.id
          WHERE (r.state = 'closed') <> (m.review_id IS NOT NULL) OR m.digest <> sha256(m.canonical) ORDER BY r.id`,
    says: 'and its minutes do not agree',
  },
]

/** Rows that contradict those that entries stand for, the first few of each kind by name. */
export async function checkContradictions(client: pg.PoolClient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { what, sql, says } of contradictions) {
    const { rows } = await client.query<{ name: string }>(`${sql} LIMIT 5`)
    findings.push(...rows.map(({ name }) => ({ what, message: `${name} ${says}.` })))
  }
  return findings
}
