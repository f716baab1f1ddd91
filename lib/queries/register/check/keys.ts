import { hex, isoSql, type Matcher, textDigest } from './matcher'

/** The last naming of a key, as its entries have it. */
const lastNaming = `SELECT DISTINCT ON (said ->> 'passkey') id, at, actor, said
  FROM (SELECT id, at, actor, convert_from(payload, 'UTF8')::jsonb AS said FROM register_entry WHERE type = 'passkey.renamed') n
  ORDER BY said ->> 'passkey', id DESC`

/** Passkeys, what makes them count, and deputies. */
export const keyMatchers: readonly Matcher[] = [
  {
    type: 'passkey.enrolled',
    rows: 'passkeys',
    sql: `SELECT 'passkey ' || id AS name, NULL::int AS program_id, 'user:' || user_id AS actor, created_at AS at,
            jsonb_build_object('user', user_id, 'passkey', id, 'publicKeyDigest', ${hex('sha256(public_key)')},
              'algorithm', algorithm) AS said FROM passkey`,
  },
  {
    type: 'passkey.renamed',
    rows: 'passkeys as they are named now',
    // A key keeps its last name alone: earlier namings have only their entries.
    sql: `SELECT 'passkey ' || k.id AS name, NULL::int AS program_id, l.actor, l.at,
            jsonb_build_object('user', k.user_id, 'passkey', k.id, 'nameDigest', ${textDigest('k.name')}) AS said
          FROM passkey k JOIN (${lastNaming}) l ON l.said ->> 'passkey' = k.id
          UNION ALL
          SELECT 'an earlier naming', NULL, e.actor, e.at, convert_from(e.payload, 'UTF8')::jsonb
          FROM register_entry e WHERE e.type = 'passkey.renamed' AND e.id NOT IN (SELECT l.id FROM (${lastNaming}) l)`,
  },
  {
    type: 'passkey.confirmed',
    rows: 'confirmations of passkeys',
    sql: `SELECT 'confirmation of passkey ' || passkey_id AS name, program_id, 'user:' || confirmed_by AS actor,
            confirmed_at AS at, jsonb_build_object('user', user_id, 'passkey', passkey_id,
              'countsFrom', ${isoSql('counts_from')}) AS said FROM passkey_confirmation`,
  },
  {
    type: 'passkey.revoked',
    rows: 'passkeys revoked',
    sql: `SELECT 'passkey ' || k.id AS name, NULL::int AS program_id, k.revoked_by AS actor, k.revoked_at AS at,
            jsonb_build_object('user', k.user_id, 'passkey', k.id, 'reasonDigest', ${textDigest('k.revoked_reason')},
              'reason', CASE WHEN u.deactivated_at = k.revoked_at AND k.revoked_reason = 'left' THEN 'left'
                WHEN k.revoked_by = 'user:' || k.user_id THEN 'own' ELSE 'administrator' END) AS said
          FROM passkey k JOIN user_account u ON u.id = k.user_id WHERE k.revoked_at IS NOT NULL`,
  },
  {
    type: 'deputy.granted',
    rows: "deputies' terms",
    sql: `SELECT 'deputy ' || id AS name, program_id, granted_by AS actor, granted_at AS at,
            jsonb_build_object('deputy', id, 'role', role, 'holder', holder_id, 'person', deputy_id,
              'from', ${isoSql('starts_at')}, 'until', ${isoSql('ends_at')}) AS said FROM deputy`,
  },
  {
    type: 'deputy.ended',
    rows: "deputies' terms ended early",
    // Who leaves loses the terms of every program at once, in entries of the installation.
    sql: `SELECT 'deputy ' || id AS name, program_id, ended_by AS actor, ended_at AS at,
            jsonb_build_object('deputy', id, 'role', role, 'holder', holder_id, 'person', deputy_id) AS said
          FROM deputy WHERE ended_at IS NOT NULL`,
    compare: ['actor'],
  },
]
