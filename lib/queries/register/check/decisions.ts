import { hex, isoSql, type Matcher, textDigest } from './matcher'

const decision = `'D-' || d.number`
const base64url = (column: string): string => `translate(encode(${column}, 'base64'), E'+/=\\n', '-_')`

/** A decision's own history, row for row, with the decision as `d`. */
const events = (type: string): string =>
  `decision_event v JOIN decision d ON d.id = v.decision_id AND v.type = '${type}'`

/** Decisions that ended in this state, with who ended them; without their event nobody did. */
const ended = (state: string): string =>
  `decision d LEFT JOIN decision_event v ON v.decision_id = d.id AND v.type = d.state::text WHERE d.state = '${state}'`

/** The stored votes on the packet `p` that the decision's entry says were counted. */
const votesCounted = `(SELECT coalesce(jsonb_agg(${hex('c.statement_digest')} ORDER BY ${hex('c.statement_digest')} COLLATE "C"), '[]')
  FROM vote c WHERE c.packet_id = p.id AND EXISTS (SELECT 1 FROM register_entry t WHERE t.type = 'decision.decided'
    AND t.program_id = d.program_id AND t.at = d.ended_at
    AND convert_from(t.payload, 'UTF8')::jsonb -> 'votes' ? ${hex('c.statement_digest')}))`

/** Decisions in every state, their packets and their votes. */
export const decisionMatchers: readonly Matcher[] = [
  {
    type: 'decision.proposed',
    rows: 'decisions',
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, 'user:' || d.proposed_by AS actor, d.proposed_at AS at,
            jsonb_build_object('decision', ${decision}, 'kind', d.kind, 'subject', d.subject) AS said,
            jsonb_build_object('inputDigest', d.input) AS digested FROM decision d`,
    digests: ['inputDigest'],
  },
  {
    type: 'decision.sealed',
    rows: 'sealed packets',
    sql: `SELECT 'packet ' || p.id AS name, d.program_id, p.sealed_by AS actor, p.sealed_at AS at,
            jsonb_build_object('decision', ${decision}, 'kind', d.kind, 'round', p.round, 'packet', ${hex('sha256(p.bytes)')}) AS said
          FROM packet p JOIN decision d ON d.id = p.decision_id`,
  },
  {
    type: 'vote.cast',
    rows: 'votes',
    sql: `SELECT 'vote ' || v.id AS name, d.program_id, 'user:' || v.person AS actor, v.at,
            jsonb_build_object('decision', ${decision}, 'round', p.round, 'packet', ${hex('p.sha256')}, 'seat', v.seat,
              'person', v.person, 'deputyOf', v.deputy_of, 'vote', v.vote, 'method', v.method,
              'statement', ${hex('sha256(v.statement)')}) AS said,
            jsonb_build_object('assertion', CASE WHEN v.method = 'passkey' THEN jsonb_build_object(
              'authenticatorData', ${base64url('v.authenticator_data')}, 'clientDataJSON', ${base64url('v.client_data')},
              'signature', ${base64url('v.signature')}) END) AS digested
          FROM vote v JOIN decision d ON d.id = v.decision_id JOIN packet p ON p.id = v.packet_id`,
    digests: ['assertion'],
  },
  {
    type: 'decision.decided',
    rows: 'decisions decided',
    // Which votes counted is the entry's to say; each of them must be there.
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, v.by AS actor, d.ended_at AS at,
            jsonb_build_object('decision', ${decision}, 'kind', d.kind, 'round', d.round, 'packet', ${hex('p.sha256')},
              'outcome', d.outcome, 'judgement', ${hex('p.judgement')}, 'votes', ${votesCounted}) AS said
          FROM decision d JOIN packet p ON p.decision_id = d.id AND p.round = d.round
          LEFT JOIN decision_event v ON v.decision_id = d.id AND v.type = 'decided' WHERE d.state = 'decided'`,
  },
  {
    type: 'decision.stale',
    rows: 'decisions that became stale',
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, v.by AS actor, v.at,
            jsonb_build_object('decision', ${decision}, 'round', v.body -> 'round', 'packet', ${hex('p.sha256')}) AS said,
            jsonb_build_object('changesDigest', v.body -> 'changes') AS digested
          FROM ${events('stale')} JOIN packet p ON p.decision_id = d.id AND to_jsonb(p.round) = v.body -> 'round'`,
    digests: ['changesDigest'],
  },
  {
    type: 'decision.split',
    rows: 'votes that split',
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, v.by AS actor, v.at,
            jsonb_build_object('decision', ${decision}, 'round', v.body -> 'round', 'dueAt', v.body -> 'dueAt') AS said
          FROM ${events('split')}`,
  },
  {
    type: 'decision.overdue',
    rows: 'deadlines missed',
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, 'system' AS actor, d.breached_at AS at,
            jsonb_build_object('decision', ${decision}, 'severity', d.sla, 'dueAt', ${isoSql('d.due_at')},
              'path', v.body -> 'path') AS said
          FROM decision d LEFT JOIN decision_event v ON v.decision_id = d.id AND v.type = 'overdue'
          WHERE d.breached_at IS NOT NULL`,
  },
  {
    type: 'decision.withdrawn',
    rows: 'decisions withdrawn',
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, v.by AS actor, d.ended_at AS at,
            jsonb_build_object('decision', ${decision}, 'round', d.round,
              'reasonDigest', ${textDigest(`v.body ->> 'reason'`)}) AS said FROM ${ended('withdrawn')}`,
  },
  {
    type: 'decision.expired',
    rows: 'decisions expired',
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, 'system' AS actor, d.ended_at AS at,
            jsonb_build_object('decision', ${decision}, 'round', d.round, 'expiresAt', ${isoSql('d.expires_at')}) AS said
          FROM ${ended('expired')}`,
  },
  {
    type: 'decision.superseded',
    rows: 'decisions superseded',
    // By the next one that puts the same question.
    sql: `SELECT 'decision ' || d.number AS name, d.program_id, v.by AS actor, d.ended_at AS at,
            jsonb_build_object('decision', ${decision}, 'round', d.round, 'by', (SELECT 'D-' || n.number FROM decision n
              WHERE n.program_id = d.program_id AND n.kind = d.kind AND n.subject = d.subject AND n.number > d.number
                AND n.proposed_at = d.ended_at ORDER BY n.number LIMIT 1)) AS said
          FROM ${ended('superseded')}`,
  },
]
