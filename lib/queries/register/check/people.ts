import { isoSql, type Matcher } from './matcher'

const identityDigest = `encode(sha256(convert_to('[' || to_json(i.issuer)::text || ',' || to_json(i.subject)::text || ']', 'UTF8')), 'hex')`

/** Accounts, roles, administrators, codes and tokens. */
export const peopleMatchers: readonly Matcher[] = [
  {
    type: 'person.signed_up',
    rows: 'accounts',
    sql: `SELECT 'account ' || u.id AS name, NULL::int AS program_id, 'system' AS actor, u.created_at AS at,
            jsonb_build_object('user', u.id, 'identity', ${identityDigest}) AS said
          FROM user_account u LEFT JOIN identity i ON i.user_id = u.id`,
  },
  {
    type: 'person.deactivated',
    rows: 'accounts that were shut',
    sql: `SELECT 'account ' || id AS name, NULL::int AS program_id, NULL AS actor, deactivated_at AS at,
            jsonb_build_object('user', id) AS said FROM user_account WHERE deactivated_at IS NOT NULL`,
    compare: ['program_id'],
  },
  {
    type: 'administrator.granted',
    rows: 'administrators made',
    // Who enters a code from the console may administer already; the code's use is the row then.
    sql: `SELECT 'administrator ' || id AS name, NULL::int AS program_id,
            CASE WHEN granted_by IN ('environment', 'demo') THEN 'system' ELSE granted_by END AS actor, granted_at AS at,
            jsonb_build_object('user', user_id, 'how', granted_by) AS said
          FROM administrator WHERE granted_by <> 'console'
          UNION ALL
          SELECT 'use of a setup code', NULL, 'user:' || used_by, used_at, jsonb_build_object('user', used_by, 'how', 'console')
          FROM setup_code WHERE used_at IS NOT NULL`,
  },
  {
    type: 'administrator.ended',
    rows: 'administrators ended',
    sql: `SELECT 'administrator ' || id AS name, NULL::int AS program_id, ended_by AS actor, ended_at AS at,
            jsonb_build_object('user', user_id) AS said FROM administrator WHERE ended_at IS NOT NULL`,
  },
  {
    type: 'role.granted',
    rows: 'roles given',
    sql: `SELECT 'role assignment ' || id AS name, program_id, granted_by AS actor, granted_at AS at,
            jsonb_build_object('user', user_id, 'role', role) AS said FROM role_assignment`,
  },
  {
    type: 'role.ended',
    rows: 'roles ended',
    // Who leaves loses the roles of every program at once, in entries of the installation.
    sql: `SELECT 'role assignment ' || id AS name, program_id, ended_by AS actor, ended_at AS at,
            jsonb_build_object('user', user_id, 'role', role) AS said FROM role_assignment WHERE ended_at IS NOT NULL`,
    compare: ['actor'],
  },
  {
    type: 'setup_code.issued',
    rows: 'setup codes',
    sql: `SELECT 'setup code' AS name, NULL::int AS program_id, 'operator' AS actor, created_at AS at,
            jsonb_build_object('expiresAt', ${isoSql('expires_at')}) AS said FROM setup_code`,
  },
  {
    type: 'token.created',
    rows: 'tokens',
    sql: `SELECT 'token ' || id AS name, program_id, created_by AS actor, created_at AS at,
            jsonb_build_object('token', id, 'scope', scope, 'gated', gated,
              'nameDigest', encode(sha256(convert_to(name, 'UTF8')), 'hex')) AS said FROM api_token`,
  },
  {
    type: 'token.revoked',
    rows: 'tokens revoked',
    sql: `SELECT 'token ' || id AS name, program_id, revoked_by AS actor, revoked_at AS at,
            jsonb_build_object('token', id) AS said FROM api_token WHERE revoked_at IS NOT NULL`,
  },
]
