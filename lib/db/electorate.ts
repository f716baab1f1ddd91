import { type Instant, iso } from '@/lib/domain/instant'
import type { ElectorateCredential, ElectorateHolder } from '@/lib/register/packet'
import type { Queryable } from './query'

/** Who may vote now, as a packet freezes it. */
export interface SeatHolders {
  /** One for every role asked for, in that order; deputies follow the holders. */
  seats: { role: string; holders: ElectorateHolder[] }[]
  /** Every key of theirs that counts in the program now, by person and credential id. */
  credentials: ElectorateCredential[]
}

interface HolderRow {
  role: string
  person: string
  name: string
  deputy_of: string | null
  until: Date | null
}

/**
 * Who fills each of the roles at `now` (semantics 11): holders whose account stands, and deputies of such holders in
 * their terms; with the keys that count: confirmed in this program, past its delay, not revoked. Read it over the
 * transaction's own client, under the program's exclusive lock, wherever a decision depends on it.
 */
export async function seatHolders(
  db: Queryable,
  program: number,
  roles: readonly string[],
  now: Instant,
): Promise<SeatHolders> {
  const at = new Date(now)
  const found = await db.query<HolderRow>({
    name: 'seat_holders',
    text: `WITH held AS (
             SELECT r.role, r.user_id, u.name FROM role_assignment r JOIN user_account u ON u.id = r.user_id
             WHERE r.program_id = $1 AND r.role = ANY($2) AND r.ended_at IS NULL AND u.deactivated_at IS NULL)
           SELECT role, user_id AS person, name, NULL::uuid AS deputy_of, NULL::timestamptz AS until FROM held
           UNION ALL
           SELECT d.role, d.deputy_id, u.name, d.holder_id, max(d.ends_at)
           FROM deputy d JOIN held h ON h.role = d.role AND h.user_id = d.holder_id
             JOIN user_account u ON u.id = d.deputy_id AND u.deactivated_at IS NULL
           WHERE d.program_id = $1 AND d.ended_at IS NULL AND d.starts_at <= $3 AND d.ends_at > $3
           GROUP BY d.role, d.deputy_id, u.name, d.holder_id
           ORDER BY deputy_of NULLS FIRST, person`,
    values: [program, roles, at],
  })
  const people = [...new Set(found.rows.map(({ person }) => person))]
  const keys = await db.query<{ user_id: string; id: string; public_key: Buffer; algorithm: number }>({
    name: 'counting_keys',
    text: `SELECT k.user_id, k.id, k.public_key, k.algorithm
           FROM passkey k JOIN passkey_confirmation c ON c.passkey_id = k.id AND c.program_id = $1
           WHERE k.user_id = ANY($2) AND k.revoked_at IS NULL AND c.counts_from <= $3
           ORDER BY k.user_id, k.id COLLATE "C"`,
    values: [program, people, at],
  })
  return {
    seats: roles.map((role) => ({ role, holders: found.rows.filter((row) => row.role === role).map(holder) })),
    credentials: keys.rows.map(({ user_id, id, public_key, algorithm }) => ({
      person: user_id,
      credentialId: id,
      publicKey: public_key.toString('base64url'),
      algorithm,
    })),
  }
}

const holder = ({ person, name, deputy_of, until }: HolderRow): ElectorateHolder => ({
  person,
  name,
  deputyOf: deputy_of,
  until: until === null ? null : iso(until.getTime()),
})
