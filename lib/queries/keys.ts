import type { Actor } from '@/lib/auth/actor'
import { relyingParty } from '@/lib/auth/passkeys'
import { rightsOf } from '@/lib/auth/rights'
import { sessionSignatures } from '@/lib/db/hearing'
import { type KeyRow, keysOf, keysToConfirm, standingKeys } from '@/lib/db/keys'
import type { Context } from '@/lib/db/transact'
import { votingRoles } from '@/lib/db/votes-for'
import { type Instant, iso } from '@/lib/domain/instant'
import { mayConfirmKey } from '@/lib/domain/people/confirmation'
import { votingRolesOf } from '@/lib/domain/people/voters'
import { Refusal } from '@/lib/verbs/refusal'
import { visibleProgram } from './visible'

/** A key as it stands in a program. */
export interface KeyDto {
  /** WebAuthn credential id, base64url. */
  id: string
  name: string
  owner: { id: string; name: string }
  algorithm: string
  enrolledAt: string
  /** `waits`: nobody has confirmed it here; `delayed`: confirmed, and its delay runs. */
  state: 'counts' | 'waits' | 'delayed' | 'revoked'
  confirmed: { by: string; at: string; countsFrom: string } | null
  revoked: { at: string; reason: string } | null
}

export interface KeysDto {
  program: string
  zone: string
  now: string
  /** Where passkeys work: the configured origin. */
  origin: string
  signatures: 'passkey' | 'session'
  delayHours: number
  /** Titles of the roles by which the reader is asked for votes; empty where they vote on nothing. */
  votesAs: string[]
  mine: KeyDto[]
  toConfirm: KeyDto[]
  /** Who could confirm the reader's keys. */
  confirmers: string[]
  /** Standing keys of everyone else, for administrators; else empty. */
  others: KeyDto[]
}

const algorithms: Record<number, string> = { [-7]: 'ES256', [-8]: 'Ed25519', [-257]: 'RS256' }

/** The reader's keys, those that wait for their confirmation, and, for administrators, everyone's. */
export async function keys(context: Context, actor: Actor, slug: string): Promise<KeysDto> {
  const state = await visibleProgram(context, actor, slug)
  if (actor.kind !== 'user') throw new Refusal('forbidden', 'no_right', 'Keys are people’s.')
  const { pool } = context.database
  const now = await context.clock(pool)
  const rights = await rightsOf(pool, actor, state.id)
  const { governance, roles, zone } = state.revision.compiled.program
  const voters = votingRolesOf(governance)
  const [mine, toConfirm, standing, mineRoles] = await Promise.all([
    keysOf(pool, state.id, actor.user),
    keysToConfirm(pool, state, { user: actor.user, rights }, now),
    rights.administrator ? standingKeys(pool, state.id) : [],
    votingRoles(pool, state.id, [actor.user], now),
  ])
  const held = mineRoles.get(actor.user) ?? new Set<string>()
  const dto = (row: KeyRow): KeyDto => keyDto(row, now)
  return {
    program: slug,
    zone,
    now: iso(now),
    origin: relyingParty().origin,
    signatures: (await sessionSignatures(pool, state)) ? 'session' : 'passkey',
    delayHours: governance.keyDelayHours,
    votesAs: roles.filter(({ id }) => held.has(id) && voters.has(id)).map(({ title }) => title),
    mine: mine.map(dto),
    toConfirm: toConfirm.map(dto),
    confirmers: await confirmersOf(context, state.id, governance.councils, { user: actor.user, roles: held }),
    others: standing.filter(({ owner }) => owner !== actor.user).map(dto),
  }
}

/** The names of those who may confirm someone's keys. */
async function confirmersOf(
  { database }: Context,
  program: number,
  councils: Parameters<typeof mayConfirmKey>[0],
  owner: Parameters<typeof mayConfirmKey>[1],
): Promise<string[]> {
  const people = await database.prisma.user.findMany({
    where: {
      deactivatedAt: null,
      OR: [
        { administrations: { some: { endedAt: null } } },
        { roles: { some: { programId: program, endedAt: null } } },
      ],
    },
    include: {
      administrations: { where: { endedAt: null } },
      roles: { where: { programId: program, endedAt: null } },
    },
    orderBy: { name: 'asc' },
  })
  return people
    .filter(({ id, administrations, roles }) =>
      mayConfirmKey(councils, owner, {
        user: id,
        administrator: administrations.length > 0,
        roles: new Set(roles.map(({ role }) => role)),
      }),
    )
    .map(({ name }) => name)
}

function keyDto(row: KeyRow, now: Instant): KeyDto {
  const { confirmed_at, counts_from, revoked_at } = row
  return {
    id: row.id,
    name: row.name,
    owner: { id: row.owner, name: row.owner_name },
    algorithm: algorithms[row.algorithm] ?? String(row.algorithm),
    enrolledAt: row.created_at.toISOString(),
    state: stateOf(row, now),
    confirmed:
      confirmed_at === null || counts_from === null
        ? null
        : { by: row.confirmer ?? '', at: confirmed_at.toISOString(), countsFrom: counts_from.toISOString() },
    revoked: revoked_at === null ? null : { at: revoked_at.toISOString(), reason: row.revoked_reason ?? '' },
  }
}

function stateOf({ revoked_at, counts_from }: KeyRow, now: Instant): KeyDto['state'] {
  if (revoked_at !== null) return 'revoked'
  if (counts_from === null) return 'waits'
  return counts_from.getTime() <= now ? 'counts' : 'delayed'
}
