import { decidedBy, isoSql, type Matcher, textDigest } from './matcher'

/** What decisions did: waivers, plans, debts and phases. */
export const effectMatchers: readonly Matcher[] = [
  {
    type: 'waiver.opened',
    rows: 'waivers',
    sql: `SELECT 'waiver ' || w.id AS name, w.program_id, ${decidedBy('d.id')} AS actor, w.opened_at AS at,
            jsonb_build_object('waiver', w.id, 'decision', 'D-' || d.number, 'of', w.of, 'target', w.target,
              'verdict', w.verdict, 'from', w.from_window, 'to', w.to_window, 'expiresAt', ${isoSql('w.expires_at')},
              'askedBy', w.asked_by) AS said
          FROM waiver w JOIN decision d ON d.id = w.decision_id`,
  },
  ended('waiver.ended', 'waiver', 'waiver', 'waivers ended'),
  {
    type: 'plan.opened',
    rows: 'remediation plans',
    sql: `SELECT 'plan ' || r.id AS name, r.program_id, ${decidedBy('d.id')} AS actor, r.opened_at AS at,
            jsonb_build_object('plan', r.id, 'decision', 'D-' || d.number, 'metric', r.metric, 'owner', r.owner,
              'due', r.due, 'textDigest', ${textDigest('r.text')}) AS said
          FROM remediation_plan r JOIN decision d ON d.id = r.decision_id`,
  },
  ended('plan.ended', 'remediation_plan', 'plan', 'remediation plans ended'),
  {
    type: 'parity_debt.opened',
    rows: 'parity debts',
    sql: `SELECT 'debt ' || p.id AS name, p.program_id, ${decidedBy('d.id')} AS actor, p.opened_at AS at,
            jsonb_build_object('debt', p.id, 'decision', 'D-' || d.number, 'surface', p.surface, 'risk', p.risk,
              'expiresAt', ${isoSql('p.expires_at')}) AS said
          FROM parity_debt p JOIN decision d ON d.id = p.decision_id`,
  },
  ended('parity_debt.ended', 'parity_debt', 'debt', 'parity debts ended'),
  {
    type: 'program.phase_entered',
    rows: 'phases entered',
    sql: `SELECT 'entry into ' || c.phase AS name, c.program_id, ${decidedBy('d.id')} AS actor, c.at,
            jsonb_build_object('to', c.phase, 'decision', 'D-' || d.number,
              'from', lag(c.phase) OVER (PARTITION BY c.program_id ORDER BY c.at, c.id)) AS said
          FROM phase_change c LEFT JOIN decision d ON c.by = 'decision:' || d.id`,
  },
]

function ended(
  type: 'waiver.ended' | 'plan.ended' | 'parity_debt.ended',
  table: string,
  key: string,
  rows: string,
): Matcher {
  return {
    type,
    rows,
    sql: `SELECT '${key} ' || id AS name, program_id, ended_by AS actor, ended_at AS at,
            jsonb_build_object('${key}', id, 'reasonDigest', ${textDigest('end_reason')}) AS said
          FROM ${table} WHERE ended_at IS NOT NULL`,
  }
}
