import type { Instant } from '@/lib/domain/instant'
import { mayConfirmKey } from '@/lib/domain/people/confirmation'
import { votingRolesOf } from '@/lib/domain/people/voters'
import type { Rights } from '@/lib/auth/rights'
import type { ProgramState } from './program-state'
import { votingRoles } from './votes-for'
import type { Queryable } from './query'

/** A key as it stands in a program. */
export interface KeyRow {
  id: string
  name: string
  algorithm: number
  created_at: Date
  revoked_at: Date | null
  revoked_reason: string | null
  owner: string
  owner_name: string
  confirmed_by: string | null
  confirmer: string | null
  confirmed_at: Date | null
  counts_from: Date | null
}

const KEYS = `SELECT k.id, k.name, k.algorithm, k.created_at, k.revoked_at, k.revoked_reason, k.user_id AS owner, u.name AS owner_name,
    c.confirmed_by, w.name AS confirmer, c.confirmed_at, c.counts_from
  FROM passkey k JOIN user_account u ON u.id = k.user_id
    LEFT JOIN passkey_confirmation c ON c.passkey_id = k.id AND c.program_id = $1
    LEFT JOIN user_account w ON w.id = c.confirmed_by`

/** Everyone's keys that have not been revoked, the newest first. */
export async function standingKeys(db: Queryable, program: number): Promise<KeyRow[]> {
  const { rows } = await db.query<KeyRow>({
    name: 'standing_keys',
    text: `${KEYS} WHERE k.revoked_at IS NULL AND u.deactivated_at IS NULL ORDER BY k.created_at DESC, k.id`,
    values: [program],
  })
  return rows
}

/** All keys of one person, revoked ones too, the newest first. */
export async function keysOf(db: Queryable, program: number, user: string): Promise<KeyRow[]> {
  const { rows } = await db.query<KeyRow>({
    name: 'keys_of',
    text: `${KEYS} WHERE k.user_id = $2 ORDER BY k.revoked_at NULLS FIRST, k.created_at DESC, k.id`,
    values: [program, user],
  })
  return rows
}

/**
 * Keys of the program's voters that nobody has confirmed here yet and that this person may confirm: they wait for
 * them. The first query finds nothing almost always, and ends it.
 */
export async function keysToConfirm(
  db: Queryable,
  state: ProgramState,
  { user, rights }: { user: string; rights: Rights },
  now: Instant,
): Promise<KeyRow[]> {
  const { rows } = await db.query<KeyRow>({
    name: 'unconfirmed_keys',
    text: `${KEYS} WHERE k.revoked_at IS NULL AND u.deactivated_at IS NULL AND c.passkey_id IS NULL AND k.user_id <> $2
           ORDER BY k.created_at, k.id`,
    values: [state.id, user],
  })
  if (rows.length === 0) return []
  const { governance } = state.revision.compiled.program
  const voters = votingRolesOf(governance)
  const owners = await votingRoles(db, state.id, [...new Set(rows.map(({ owner }) => owner))], now)
  const confirmer = { user, administrator: rights.administrator, roles: rights.roles }
  return rows.filter(({ owner }) => {
    const roles = owners.get(owner) ?? new Set<string>()
    const votes = [...roles].some((role) => voters.has(role))
    return votes && mayConfirmKey(governance.councils, { user: owner, roles }, confirmer)
  })
}
