import type { Matcher } from './matcher'

/** The register's own keys and origins. */
export const logMatchers: readonly Matcher[] = [
  {
    type: 'register.key_established',
    rows: "the register's first key",
    sql: `SELECT 'register key ' || k.id AS name, NULL::int AS program_id, 'system' AS actor, k.established_at AS at,
            jsonb_build_object('publicKey', encode(k.public_key, 'hex'), 'origin', o.origin, 'key', ${keyHash('o.origin', 'k.public_key')}) AS said
          FROM register_key k, LATERAL (${originAt('k.established_at')}) o WHERE k.replaces_id IS NULL`,
  },
  {
    type: 'register.key_rotated',
    rows: 'rotations of the key',
    sql: `SELECT 'register key ' || k.id AS name, NULL::int AS program_id, NULL AS actor, k.established_at AS at,
            jsonb_build_object('publicKey', encode(k.public_key, 'hex'), 'origin', o.origin,
              'from', ${keyHash('o.origin', 'b.public_key')}, 'to', ${keyHash('o.origin', 'k.public_key')}) AS said
          FROM register_key k JOIN register_key b ON b.id = k.replaces_id, LATERAL (${originAt('k.established_at')}) o`,
    compare: ['program_id'],
  },
  {
    type: 'register.origin_opened',
    rows: 'origins opened',
    sql: `SELECT 'origin ' || origin AS name, NULL::int AS program_id, NULL AS actor, opened_at AS at,
            jsonb_build_object('origin', origin, 'previous', jsonb_build_object('origin', previous_origin,
              'size', previous_size, 'root', encode(previous_root, 'hex'))) AS said FROM register_origin`,
    compare: ['program_id'],
  },
]

/** The register's origin at an instant. */
function originAt(instant: string): string {
  return `SELECT coalesce(
    (SELECT origin FROM register_origin WHERE opened_at <= ${instant} ORDER BY id DESC LIMIT 1),
    (SELECT previous_origin FROM register_origin ORDER BY id LIMIT 1),
    (SELECT origin FROM installation)) AS origin`
}

function keyHash(origin: string, key: string): string {
  return `encode(substring(sha256(convert_to(${origin} || E'\\n', 'UTF8') || '\\x01'::bytea || ${key}) FROM 1 FOR 4), 'hex')`
}
