import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { agendaFacts } from '@/lib/db/agenda-facts'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { type AgendaFacts, agenda, type ReviewKind } from '@/lib/domain/review/agenda'
import type { DecisionState } from '@/lib/domain/decision/kinds'
import type { MinutesDocument } from '@/lib/domain/review/minutes'
import { boardsDue, dayEnd } from '@/lib/domain/review/schedule'
import { notFound } from '@/lib/verbs/refusal'
import { visibleProgram } from './visible'

export interface ReviewRowDto {
  number: number
  kind: ReviewKind
  open: boolean
  cause: string | null
  openedAt: string
  closedAt: string | null
  items: number
  outcomes: number
  /** People who were there. */
  people: number
  /** Actions that came of it, and how many of them are still open. */
  actions: number
  openActions: number
  /** Digest of its minutes, hex. */
  digest: string | null
}

export interface BoardDueDto {
  kind: ReviewKind
  due: string
  /** Its last day in the program's zone; null where the deadline is an instant. */
  day: string | null
  overdue: boolean
  /** Risks whose trigger events call for it. */
  risks: string[]
  /** How many items its agenda would have now. */
  items: number
  /** The open review of this kind. */
  open: number | null
}

export interface ActionDto {
  number: number
  title: string
  owner: { id: string; name: string }
  /** A day in the program's zone. */
  due: string
  overdue: boolean
  /** The review that it comes from, and what it was said of. */
  review: number
  subject: string
  /** Days that it had before, with the reason for each move. */
  moves: { from: string; to: string; note: string }[]
  /** The viewer may follow it up. */
  mine: boolean
}

export interface ReviewListDto {
  program: string
  zone: string
  now: string
  mayRun: boolean
  /** Titles of the roles that run reviews. */
  runners: string[]
  due: BoardDueDto[]
  /** Newest first. */
  reviews: ReviewRowDto[]
  actions: ActionDto[]
}

/** The boards of a program: what is due, what was held, and what is still owed. */
export async function reviewList(context: Context, actor: Actor, slug: string): Promise<ReviewListDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const { program } = state.revision.compiled
  const now = await context.clock(pool)
  const rights = await rightsOf(pool, actor, state.id)
  const rows = await reviewRows(context, state.id)
  const mayFollow = (['run_review', 'manage_risk'] as const).some((act) => mayDo(rights, program.permissions, act))
  return {
    program: slug,
    zone: program.zone,
    now: iso(now),
    mayRun: mayDo(rights, program.permissions, 'run_review'),
    runners: program.roles.filter(({ id }) => program.permissions.run_review.includes(id)).map(({ title }) => title),
    due: dueDtos(state, await agendaFacts(pool, state, now), rows, now),
    reviews: rows,
    actions: await actionDtos(context, actor, state, mayFollow, now),
  }
}

function dueDtos(state: ProgramState, facts: AgendaFacts, rows: readonly ReviewRowDto[], now: number): BoardDueDto[] {
  const { zone } = state.revision.compiled.program
  const due = boardsDue({
    zone,
    since: state.since,
    held: rows.filter(({ open }) => !open).map(({ kind, openedAt }) => ({ kind, at: Date.parse(openedAt) })),
    triggers: facts.risks.flatMap(({ key, trigger }) => (trigger === null ? [] : [{ key, due: trigger.due }])),
  })
  return due.map((one) => ({
    kind: one.kind,
    due: iso(one.due),
    day: one.day,
    overdue: one.due <= now,
    risks: one.risks,
    items: agenda(one.kind, facts, now).length,
    open: rows.find(({ open, kind }) => open && kind === one.kind)?.number ?? null,
  }))
}

interface Row extends Omit<ReviewRowDto, 'openedAt' | 'closedAt'> {
  openedAt: Date
  closedAt: Date | null
}

async function reviewRows({ database }: Context, program: number): Promise<ReviewRowDto[]> {
  const { rows } = await database.pool.query<Row>({
    name: 'review_rows',
    text: `SELECT r.number, r.kind, r.state = 'open' AS open, r.cause, r.opened_at AS "openedAt", r.closed_at AS "closedAt",
             (SELECT count(*)::int FROM review_item i WHERE i.review_id = r.id) AS items,
             (SELECT count(*)::int FROM review_outcome o WHERE o.review_id = r.id) AS outcomes,
             (SELECT count(DISTINCT a.user_id)::int FROM review_attendance a WHERE a.review_id = r.id) AS people,
             (SELECT count(*)::int FROM review_action a JOIN review_outcome o ON o.id = a.outcome_id
              WHERE o.review_id = r.id) AS actions,
             (SELECT count(*)::int FROM review_action a JOIN review_outcome o ON o.id = a.outcome_id
              WHERE o.review_id = r.id AND a.state = 'open') AS "openActions",
             (SELECT encode(m.digest, 'hex') FROM review_minutes m WHERE m.review_id = r.id) AS digest
           FROM review r WHERE r.program_id = $1 ORDER BY r.number DESC`,
    values: [program],
  })
  return rows.map((row) => ({
    ...row,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }))
}

const day = (date: Date): string => date.toISOString().slice(0, 10)

async function actionDtos(
  { database }: Context,
  actor: Actor,
  state: ProgramState,
  mayFollow: boolean,
  now: number,
): Promise<ActionDto[]> {
  const rows = await database.prisma.reviewAction.findMany({
    where: { programId: state.id, state: 'open' },
    orderBy: [{ due: 'asc' }, { number: 'asc' }],
    include: {
      owner: true,
      outcome: { include: { review: true, item: true } },
      followUps: { where: { result: 'postponed' }, orderBy: { id: 'asc' } },
    },
  })
  const { zone } = state.revision.compiled.program
  return rows.map((row) => ({
    number: row.number,
    title: row.title,
    owner: { id: row.ownerId, name: row.owner.name },
    due: day(row.due),
    overdue: dayEnd(zone, day(row.due)) <= now,
    review: row.outcome.review.number,
    subject: `${row.outcome.item.key} ${row.outcome.item.title}`,
    moves: row.followUps.map((move) => ({ from: day(move.dueBefore), to: day(move.due), note: move.note })),
    mine: mayFollow || (actor.kind === 'user' && actor.user === row.ownerId),
  }))
}

export interface MinutesDto {
  document: MinutesDocument
  /** SHA-256 of the bytes, hex. */
  digest: string
  /** The canonical bytes, as text. */
  canonical: string
  /** The newest decision on them that was not taken back; null where there is none. */
  decision: { number: number; state: DecisionState; outcome: 'approved' | 'rejected' | null } | null
  /** Whether the reader may put them to a decision. */
  mayPropose: boolean
}

/** The minutes of a closed review; an open one has none. */
export async function reviewMinutes(context: Context, actor: Actor, slug: string, number: number): Promise<MinutesDto> {
  const state = await visibleProgram(context, actor, slug)
  const row = await context.database.prisma.reviewMinutes.findFirst({
    where: { review: { programId: state.id, number } },
  })
  if (row === null) throw notFound('minutes')
  const canonical = Buffer.from(row.canonical).toString()
  const { pool } = context.database
  const rights = await rightsOf(pool, actor, state.id)
  return {
    document: JSON.parse(canonical) as MinutesDocument,
    digest: Buffer.from(row.digest).toString('hex'),
    canonical,
    decision: await decisionOn(pool, state.id, number),
    mayPropose: mayDo(rights, state.revision.compiled.program.permissions, 'propose_decision'),
  }
}

async function decisionOn(
  pool: Context['database']['pool'],
  program: number,
  review: number,
): Promise<MinutesDto['decision']> {
  const { rows } = await pool.query<NonNullable<MinutesDto['decision']>>({
    name: 'minutes_decision',
    text: `SELECT number, state, outcome FROM decision
           WHERE program_id = $1 AND kind = 'minutes' AND input -> 'board' = to_jsonb($2::int)
             AND state NOT IN ('withdrawn', 'superseded', 'expired') ORDER BY number DESC LIMIT 1`,
    values: [program, review],
  })
  return rows[0] ?? null
}
