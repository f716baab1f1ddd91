import { hex, type Matcher, textDigest } from './matcher'

/** The installation, programs and their revisions, uploads, runs and windows. */
export const factMatchers: readonly Matcher[] = [
  {
    type: 'installation.created',
    rows: 'the installation',
    // A new origin renames it; the first name is where that origin came from.
    sql: `SELECT 'the installation' AS name, NULL::int AS program_id, 'operator' AS actor, created_at AS at,
            jsonb_build_object('demo', demo, 'origin',
              coalesce((SELECT previous_origin FROM register_origin ORDER BY id LIMIT 1), origin)) AS said
          FROM installation`,
  },
  {
    type: 'program.revision_stored',
    rows: 'program revisions',
    sql: `SELECT 'program revision ' || id AS name, program_id, created_by AS actor, created_at AS at,
            jsonb_build_object('revision', number, 'digest', ${hex('digest')}) AS said FROM program_revision`,
  },
  {
    type: 'program.revision_activated',
    rows: 'revisions put in force',
    sql: `SELECT 'program revision ' || r.id AS name, r.program_id, a.by AS actor, a.at,
            jsonb_build_object('revision', r.number, 'digest', ${hex('r.digest')}) AS said
          FROM revision_activation a JOIN program_revision r ON r.id = a.revision_id`,
  },
  {
    type: 'upload.accepted',
    rows: 'uploads',
    sql: `SELECT 'upload ' || u.id AS name, u.program_id, u.actor, u.received_at AS at,
            jsonb_build_object('upload', u.id, 'run', ${textDigest('r.external_id')}, 'actor', u.actor,
              'canonicalDigest', ${hex('u.canonical_digest')}, 'samples', u.samples, 'gated', r.gated,
              'evidence', (SELECT count(*) FROM evidence_result e WHERE e.upload_id = u.id),
              'defects', (SELECT count(*) FROM defect d WHERE d.upload_id = u.id),
              'completed', r.completed_at IS NOT DISTINCT FROM u.received_at
                AND NOT EXISTS (SELECT 1 FROM upload later WHERE later.run_id = u.run_id AND later.id > u.id)) AS said
          FROM upload u JOIN run r ON r.id = u.run_id`,
  },
  {
    type: 'run.completed',
    rows: 'runs completed by time',
    sql: `SELECT 'run ' || r.id AS name, r.program_id, 'system' AS actor, r.completed_at AS at,
            jsonb_build_object('run', ${textDigest('r.external_id')}, 'actor', r.actor, 'reason', 'timeout') AS said
          FROM run r WHERE r.completed_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.run_id = r.id AND u.received_at = r.completed_at)`,
  },
  evaluations('window.closed', 'windows closed', 'e.number = 1'),
  evaluations('window.revised', 'windows evaluated anew', 'e.number > 1'),
]

function evaluations(type: 'window.closed' | 'window.revised', rows: string, which: string): Matcher {
  return {
    type,
    rows,
    sql: `SELECT 'window ' || w.label || ', evaluation ' || e.number AS name, w.program_id, 'system' AS actor, e.created_at AS at,
            jsonb_build_object('window', w.label, 'evaluation', e.number, 'digest', ${hex('e.digest')},
              'status', e.status, 'revision', v.number) AS said
          FROM window_evaluation e JOIN program_window w ON w.id = e.window_id
          JOIN program_revision v ON v.id = e.revision_id WHERE ${which}`,
  }
}
