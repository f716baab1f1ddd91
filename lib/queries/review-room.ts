import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { agendaFacts } from '@/lib/db/agenda-facts'
import type { ProgramState } from '@/lib/db/program-state'
import {
  namesById,
  reviewAttendance,
  reviewBefore,
  reviewItems,
  reviewOutcomes,
  riskDifferences,
  type StoredItem,
  type StoredOutcome,
} from '@/lib/db/review-facts'
import { riskFacts } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import { storedWindows } from '@/lib/db/windows'
import { iso } from '@/lib/domain/instant'
import {
  type AgendaFacts,
  agenda,
  type AgendaSubject,
  type ReviewKind,
  type ShownFacts,
} from '@/lib/domain/review/agenda'
import { differenceWords } from '@/lib/domain/review/changes'
import { outcomeWords } from '@/lib/domain/review/outcome'
import { dayOf } from '@/lib/domain/review/schedule'
import { notFound } from '@/lib/verbs/refusal'
import { type LiveRiskDto, liveRisk } from './live-risk'
import { visibleProgram } from './visible'

export interface RoomOutcomeDto {
  /** The key that it was sent with. */
  key: string
  words: string
  at: string
  by: string
}

export interface RoomItemDto {
  ordinal: number
  subject: AgendaSubject
  key: string
  title: string
  /** As they were when the item came up. */
  reasons: string[]
  facts: ShownFacts
  /** It came up during the meeting. */
  arisen: boolean
  outcomes: RoomOutcomeDto[]
  /** The risk as it stands now; null for anything else. */
  risk: LiveRiskDto | null
  /** What changed in the risk since the last review was closed. */
  changes: string[]
}

export interface PersonChoiceDto {
  id: string
  name: string
  present: boolean
  /** Titles of the roles held in the program. */
  roles: string[]
}

/** A meeting as everyone in it sees it. */
export interface RoomDto {
  program: { id: string; title: string; zone: string }
  number: number
  kind: ReviewKind
  cause: string | null
  open: boolean
  /** Ordinal of the item that the board stands at; 0 where there is none. */
  position: number
  /** Goes up with each change. */
  version: number
  openedAt: string
  closedAt: string | null
  now: string
  /** Today in the program's zone. */
  today: string
  viewer: { id: string; mayRun: boolean; mayManage: boolean }
  people: PersonChoiceDto[]
  roles: { id: string; title: string }[]
  /** Words for 1 to 5. */
  scale: { likelihood: string[]; impact: string[] }
  items: RoomItemDto[]
  /** What has come to call for the board and is not on the agenda yet. */
  waiting: number
  previous: { number: number; closedAt: string } | null
  /** The demo: its history is made up. */
  demo: boolean
}

/** An open or closed review with everything that its screen shows. */
export async function reviewRoom(context: Context, actor: Actor, slug: string, number: number): Promise<RoomDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const review = await prisma.review.findUnique({ where: { programId_number: { programId: state.id, number } } })
  if (review === null) throw notFound('review')
  const { program } = state.revision.compiled
  const now = await context.clock(pool)
  const rights = await rightsOf(pool, actor, state.id)
  const facts = await agendaFacts(pool, state, now)
  const items = await reviewItems(pool, review.id)
  const previous = await reviewBefore(pool, state.id, review.openedAt.getTime())
  const installation = await prisma.installation.findUnique({ where: { id: 1 } })
  return {
    program: { id: slug, title: program.title, zone: program.zone },
    number,
    kind: review.kind,
    cause: review.cause,
    open: review.state === 'open',
    position: review.position,
    version: review.version,
    openedAt: review.openedAt.toISOString(),
    closedAt: review.closedAt?.toISOString() ?? null,
    now: iso(now),
    today: dayOf(program.zone, now),
    viewer: {
      id: actor.kind === 'user' ? actor.user : '',
      mayRun: mayDo(rights, program.permissions, 'run_review'),
      mayManage: mayDo(rights, program.permissions, 'manage_risk'),
    },
    people: await people(context, state, review.id),
    roles: program.roles.map(({ id, title }) => ({ id, title })),
    scale: { likelihood: program.riskPolicy.scale.likelihood, impact: program.riskPolicy.scale.impact },
    items: await itemDtos(
      context,
      state,
      { openedAt: review.openedAt.getTime(), id: review.id },
      items,
      previous?.closedAt ?? null,
      now,
    ),
    waiting: review.state === 'open' ? waiting(review.kind, facts, items, now) : 0,
    previous: previous === null ? null : { number: previous.number, closedAt: iso(previous.closedAt) },
    demo: installation?.demo === true,
  }
}

/** Actions wait for the next review: those of this one are not followed up in it. */
function waiting(kind: ReviewKind, facts: AgendaFacts, items: readonly StoredItem[], now: number): number {
  const known = new Set(items.map(({ subject, key }) => `${subject} ${key}`))
  return agenda(kind, facts, now).filter(({ subject, key }) => subject !== 'action' && !known.has(`${subject} ${key}`))
    .length
}

async function itemDtos(
  context: Context,
  state: ProgramState,
  review: { id: number; openedAt: number },
  items: readonly StoredItem[],
  since: number | null,
  now: number,
): Promise<RoomItemDto[]> {
  const { pool } = context.database
  const risks = await riskFacts(pool, state.id)
  const oldest = risks.reduce((first, risk) => Math.min(first, risk.stateSince), now)
  const windows = await storedWindows(pool, state.id, oldest)
  const outcomes = await reviewOutcomes(pool, review.id)
  const names = since === null ? new Map<string, string>() : await namesById(pool)
  const changed = since === null ? [] : await riskDifferences(pool, state.id, since, now)
  return items.map((item) => {
    const risk = item.subject === 'risk' ? risks.find(({ key }) => key === item.key) : undefined
    const change = item.subject === 'risk' ? changed.find(({ key }) => key === item.key) : undefined
    return {
      ordinal: item.ordinal,
      subject: item.subject,
      key: item.key,
      title: item.title,
      reasons: item.reasons,
      facts: item.facts,
      arisen: item.addedAt > review.openedAt,
      outcomes: outcomes.filter((one) => one.item === item.ordinal).map(outcomeDto),
      risk: risk === undefined ? null : liveRisk(state, risk, windows, now),
      changes: change === undefined ? [] : differenceWords(change, (user) => names.get(user) ?? user),
    }
  })
}

const outcomeDto = ({ key, outcome, at, by }: StoredOutcome): RoomOutcomeDto => ({
  key,
  words: outcomeWords(outcome),
  at: iso(at),
  by: by.name,
})

async function people(context: Context, state: ProgramState, review: number): Promise<PersonChoiceDto[]> {
  const { pool, prisma } = context.database
  const titles = new Map(state.revision.compiled.program.roles.map(({ id, title }) => [id, title]))
  const there = await reviewAttendance(pool, state.id, review)
  const rows = await prisma.user.findMany({
    where: { deactivatedAt: null },
    orderBy: { name: 'asc' },
    include: { roles: { where: { programId: state.id, endedAt: null } } },
  })
  return rows.map(({ id, name, roles }) => ({
    id,
    name,
    present: there.some(({ user, until }) => user === id && until === null),
    roles: roles.map(({ role }) => titles.get(role) ?? role),
  }))
}

/** Refuses a review that is not there for this actor. */
export async function visibleReview(context: Context, actor: Actor, slug: string, number: number): Promise<void> {
  const state = await visibleProgram(context, actor, slug)
  const where = { programId_number: { programId: state.id, number } }
  if ((await context.database.prisma.review.findUnique({ where, select: { id: true } })) === null)
    throw notFound('review')
}

/**
 * What changes whenever anything of a review's screen may have: the review's own version, and the program's last entry
 * on the register. null where there is no such review.
 */
export async function reviewStamps(
  context: Context,
  reviews: readonly { program: string; number: number }[],
): Promise<(string | null)[]> {
  const { rows } = await context.database.pool.query<{ program: string; number: number; stamp: string }>({
    name: 'review_stamps',
    text: `SELECT p.slug AS program, r.number,
             concat_ws('.', r.version, (SELECT max(e.id) FROM register_entry e WHERE e.program_id = p.id)) AS stamp
           FROM unnest($1::text[], $2::int[]) AS asked (slug, number)
             JOIN program p ON p.slug = asked.slug JOIN review r ON r.program_id = p.id AND r.number = asked.number`,
    values: [reviews.map(({ program }) => program), reviews.map(({ number }) => number)],
  })
  return reviews.map(
    ({ program, number }) => rows.find((row) => row.program === program && row.number === number)?.stamp ?? null,
  )
}
