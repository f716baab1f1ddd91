import { decidedBy, isoSql, type Matcher } from './matcher'

/** What people say of gates, incidents and defects. */
export const gateMatchers: readonly Matcher[] = [
  {
    type: 'attestation.made',
    rows: 'attestations and records',
    // What a pointer shows is the criterion's to say, and not in the digest.
    sql: `SELECT 'attestation ' || a.id AS name, a.program_id, 'user:' || a.user_id AS actor, a.at,
            jsonb_build_object('attestation', a.id, 'kind', a.kind, 'gate', a.phase || '/' || a.side,
              'criterion', a.criterion, 'role', a.role, 'revision', v.number) AS said,
            jsonb_build_object('commandDigest', a.command,
              'evidenceDigest', (SELECT jsonb_agg(one - 'shows' ORDER BY place)
                FROM jsonb_array_elements(a.evidence) WITH ORDINALITY AS pointer (one, place)),
              'recordDigest', CASE WHEN a.kind = 'record'
                THEN jsonb_build_object('system', a.system, 'recordId', a.record_id) END) AS digested
          FROM attestation a JOIN program_revision v ON v.id = a.revision_id`,
    digests: ['commandDigest', 'evidenceDigest', 'recordDigest'],
  },
  {
    type: 'attestation.withdrawn',
    rows: 'attestations withdrawn',
    sql: `SELECT 'withdrawal of attestation ' || a.id AS name, a.program_id, 'user:' || w.user_id AS actor, w.at,
            jsonb_build_object('attestation', a.id) AS said, jsonb_build_object('reasonDigest', w.reason) AS digested
          FROM attestation_withdrawal w JOIN attestation a ON a.id = w.attestation_id`,
    digests: ['reasonDigest'],
  },
  {
    type: 'incident.opened',
    rows: 'incidents',
    sql: `SELECT 'incident ' || i.id AS name, i.program_id, i.opened_by AS actor, i.opened_at AS at,
            jsonb_build_object('incident', i.id, 'kind', i.kind, 'phase', i.phase, 'due', ${isoSql('i.due_at')},
              'calendar', i.calendar_revision, 'criteria', (SELECT coalesce(jsonb_agg(c.criterion ORDER BY c.criterion COLLATE "C"), '[]')
                FROM incident_criterion c WHERE c.incident_id = i.id AND c.joined_at IS NULL))
              || CASE WHEN i.run_id IS NULL THEN '{}' ELSE jsonb_build_object('run', i.run_id) END AS said,
            jsonb_build_object('statementDigest', i.statement) AS digested FROM incident i`,
    digests: ['statementDigest'],
  },
  {
    type: 'incident.signal_added',
    rows: 'signals of incidents',
    sql: `SELECT 'signal ' || s.id AS name, i.program_id, s.by AS actor, s.at,
            jsonb_build_object('incident', i.id, 'signal', s.id, 'criterion', s.criterion)
              || CASE WHEN s.run_id IS NULL THEN '{}' ELSE jsonb_build_object('run', s.run_id, 'key', s.key) END AS said,
            jsonb_build_object('statementDigest', s.statement, 'evidenceDigest', s.evidence) AS digested
          FROM incident_signal s JOIN incident i ON i.id = s.incident_id`,
    digests: ['statementDigest', 'evidenceDigest'],
  },
  {
    type: 'incident.criterion_joined',
    rows: 'criteria that joined an incident',
    // The actor is whoever uploads the run, which the signal of the same instant names.
    sql: `SELECT 'criterion ' || c.criterion || ' of incident ' || i.id AS name, i.program_id, NULL AS actor, c.joined_at AS at,
            jsonb_build_object('incident', i.id, 'criterion', c.criterion) AS said
          FROM incident_criterion c JOIN incident i ON i.id = c.incident_id WHERE c.joined_at IS NOT NULL`,
    compare: ['program_id'],
  },
  {
    type: 'metric.streak_began',
    rows: 'metrics out of band',
    // A run's upload or the clock finds it, as with all that a metric calls for.
    sql: `SELECT 'streak ' || id || ' of ' || metric AS name, program_id, NULL AS actor, since AS at,
            jsonb_build_object('metric', metric, 'since', ${isoSql('since')}) AS said FROM metric_streak`,
    compare: ['program_id'],
  },
  {
    type: 'metric.review_called',
    rows: 'reviews that metrics called for',
    sql: `SELECT 'review ' || r.incident_id || ' of ' || s.metric AS name, s.program_id, NULL AS actor, r.at,
            jsonb_build_object('metric', s.metric, 'since', ${isoSql('s.since')}, 'cause', r.cause,
              'incident', r.incident_id) AS said
          FROM metric_review r JOIN metric_streak s ON s.id = r.streak_id`,
    compare: ['program_id'],
  },
  {
    type: 'metric.owner_told',
    rows: 'metrics whose owners were told',
    sql: `SELECT 'streak ' || id || ' of ' || metric AS name, program_id, NULL AS actor, told_at AS at,
            jsonb_build_object('metric', metric, 'verdict', told_of, 'since', ${isoSql('since')}) AS said
          FROM metric_streak WHERE told_at IS NOT NULL`,
    compare: ['program_id'],
  },
  {
    type: 'metric.streak_ended',
    rows: 'metrics in band again',
    sql: `SELECT 'streak ' || id || ' of ' || metric AS name, program_id, NULL AS actor, ended_at AS at,
            jsonb_build_object('metric', metric, 'since', ${isoSql('since')}) AS said
          FROM metric_streak WHERE ended_at IS NOT NULL`,
    compare: ['program_id'],
  },
  {
    type: 'incident.overdue',
    rows: 'incidents not decided in time',
    sql: `SELECT 'incident ' || id AS name, program_id, 'system' AS actor, breached_at AS at,
            jsonb_build_object('incident', id, 'dueAt', ${isoSql('due_at')}) AS said
          FROM incident WHERE breached_at IS NOT NULL`,
    // Both are the definition's, in the revision of then.
    unkept: ['severity', 'path'],
  },
  {
    type: 'incident.ended',
    rows: 'incidents ended',
    sql: `SELECT 'incident ' || i.id AS name, i.program_id, ${decidedBy('i.ended_by_decision')} AS actor, i.ended_at AS at,
            jsonb_build_object('incident', i.id, 'decision', 'D-' || d.number, 'outcome', i.outcome,
              'postMortemDue', ${isoSql('i.post_mortem_due_at')}) AS said
          FROM incident i LEFT JOIN decision d ON d.id = i.ended_by_decision WHERE i.ended_at IS NOT NULL`,
  },
  {
    type: 'incident.post_mortem',
    rows: 'post-mortems',
    sql: `SELECT 'post-mortem of incident ' || i.id AS name, i.program_id, 'user:' || p.user_id AS actor, p.at,
            jsonb_build_object('incident', i.id) AS said, jsonb_build_object('uriDigest', p.uri) AS digested
          FROM post_mortem p JOIN incident i ON i.id = p.incident_id`,
    digests: ['uriDigest'],
  },
  {
    type: 'defect.recorded',
    rows: 'defects recorded by hand',
    sql: `SELECT 'defect ' || d.id AS name, d.program_id, 'user:' || d.user_id AS actor, d.at,
            jsonb_build_object('defect', d.id, 'kind', d.kind, 'severity', d.severity, 'surface', d.surface,
              'openedAt', ${isoSql('d.opened_at')}) AS said,
            jsonb_build_object('evidenceDigest', d.evidence,
              'wordsDigest', jsonb_build_object('defect', d.defect, 'title', d.title)) AS digested
          FROM defect_record d`,
    digests: ['wordsDigest', 'evidenceDigest'],
  },
  {
    type: 'defect.resolved',
    rows: 'defects resolved',
    sql: `SELECT 'resolution of defect ' || d.id AS name, d.program_id, 'user:' || r.user_id AS actor, r.at,
            jsonb_build_object('defect', d.id) AS said,
            jsonb_build_object('noteDigest', r.note, 'evidenceDigest', r.evidence) AS digested
          FROM defect_resolution r JOIN defect_record d ON d.id = r.record_id`,
    digests: ['noteDigest', 'evidenceDigest'],
  },
  {
    type: 'defect.list_confirmed',
    rows: 'lists of defects confirmed',
    // Which were open then only the entry says.
    sql: `SELECT 'statement ' || id AS name, program_id, 'user:' || user_id AS actor, at,
            jsonb_build_object('statement', id) AS said, jsonb_build_object('evidenceDigest', evidence) AS digested
          FROM defect_statement`,
    digests: ['evidenceDigest'],
    unkept: ['open'],
  },
]
