import type { Actor } from '@/lib/auth/actor'
import { type Rights, rightsOf } from '@/lib/auth/rights'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { votingRoles } from '@/lib/db/votes-for'
import { DAY, type Instant, iso } from '@/lib/domain/instant'
import { attestationsWaiting } from './inbox/attestations'
import { actionsWaiting } from './inbox/actions'
import { incidentsWaiting } from './inbox/incidents'
import type { InboxItem, InboxKind, Reader } from './inbox/item'
import { keysWaiting } from './inbox/keys'
import { metricsWaiting } from './inbox/metrics'
import { overdueWaiting } from './inbox/overdue'
import { votesWaiting } from './inbox/votes'
import { visibleProgram } from './visible'

export interface InboxItemDto {
  kind: InboxKind
  title: string
  page: string | null
  ask: string
  href: string
  about: { text: string; href: string }[]
  since: string | null
  due: string | null
}

/** A key that was confirmed in a council that the reader sits in, or for the reader. */
export interface ConfirmedKeyDto {
  owner: string
  key: string
  confirmedBy: string
  at: string
  countsFrom: string
}

export interface InboxDto {
  program: string
  zone: string
  now: string
  /** The most urgent first: by deadline, then by age. */
  items: InboxItemDto[]
  /** Of the last two weeks, the newest first. */
  confirmedKeys: ConfirmedKeyDto[]
}

const sources: ((reader: Reader) => Promise<InboxItem[]>)[] = [
  votesWaiting,
  incidentsWaiting,
  metricsWaiting,
  keysWaiting,
  attestationsWaiting,
  overdueWaiting,
  actionsWaiting,
]

/** What waits for someone in a program, unordered. */
async function waiting(
  { database }: Context,
  state: ProgramState,
  { user, rights }: { user: string; rights: Rights },
  now: Instant,
): Promise<InboxItem[]> {
  const { pool } = database
  const votesAs = (await votingRoles(pool, state.id, [user], now)).get(user) ?? new Set<string>()
  const reader: Reader = { pool, state, user, rights, votesAs, now }
  return (await Promise.all(sources.map((source) => source(reader)))).flat()
}

/** How many things wait for someone: what every page shows. */
export async function inboxCount(
  context: Context,
  state: ProgramState,
  reader: { user: string; rights: Rights },
): Promise<number> {
  const now = await context.clock(context.database.pool)
  return (await waiting(context, state, reader, now)).length
}

/** What waits for the reader, with age and deadline; and the keys that were confirmed in their councils. */
export async function inbox(context: Context, actor: Actor, slug: string): Promise<InboxDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const now = await context.clock(pool)
  const base = { program: slug, zone: state.revision.compiled.program.zone, now: iso(now) }
  if (actor.kind !== 'user') return { ...base, items: [], confirmedKeys: [] }
  const rights = await rightsOf(pool, actor, state.id)
  const items = await waiting(context, state, { user: actor.user, rights }, now)
  return {
    ...base,
    items: items.sort(byUrgency).map(({ since, due, about = [], page = null, ...item }) => ({
      ...item,
      about,
      page,
      since: since === null ? null : iso(since),
      due: due === null ? null : iso(due),
    })),
    confirmedKeys: await confirmedKeys(context, state, { user: actor.user, rights }, now),
  }
}

const byUrgency = (a: InboxItem, b: InboxItem): number =>
  (a.due ?? Infinity) - (b.due ?? Infinity) ||
  (a.since ?? Infinity) - (b.since ?? Infinity) ||
  (a.title < b.title ? -1 : 1)

/** How long a confirmed key is told of. */
const NEWS = 14 * DAY

/** Announces confirmed keys to the council (semantics 11): to whoever shares one with the owner, and to the owner. */
async function confirmedKeys(
  { database }: Context,
  state: ProgramState,
  { user, rights }: { user: string; rights: Rights },
  now: Instant,
): Promise<ConfirmedKeyDto[]> {
  const rows = await database.prisma.passkeyConfirmation.findMany({
    where: { programId: state.id, confirmedAt: { gt: new Date(now - NEWS) }, NOT: { confirmedBy: user } },
    include: { passkey: { include: { user: true } }, confirmer: true },
    orderBy: { confirmedAt: 'desc' },
  })
  const owners = await votingRoles(database.pool, state.id, [...new Set(rows.map(({ userId }) => userId))], now)
  const { councils } = state.revision.compiled.program.governance
  const shares = (owner: string): boolean =>
    councils.some(({ seats }) => {
      const sits = (roles: ReadonlySet<string>): boolean => seats.some(({ role }) => roles.has(role))
      return sits(rights.roles) && sits(owners.get(owner) ?? new Set())
    })
  return rows
    .filter(({ userId }) => userId === user || rights.administrator || shares(userId))
    .map(({ passkey, confirmer, confirmedAt, countsFrom }) => ({
      owner: passkey.user.name,
      key: passkey.name,
      confirmedBy: confirmer.name,
      at: confirmedAt.toISOString(),
      countsFrom: countsFrom.toISOString(),
    }))
}
