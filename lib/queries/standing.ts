import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { waiverFacts } from '@/lib/db/waiver-facts'
import type { Instant } from '@/lib/domain/instant'
import { activeWaivers } from '@/lib/domain/waiver/active'
import { actorNames } from './actor-names'
import type { StandingDto } from './decision-dto'
import { visibleProgram } from './visible'

/**
 * All waivers, plans and debts that a program's decisions opened (semantics 6, 13, 14): those that hold first, the next
 * to run out on top, then those that are over, the last on top.
 */
export async function standing(context: Context, actor: Actor, slug: string): Promise<StandingDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const now = await context.clock(pool)
  const ofProgram = { where: { programId: state.id } }
  const decision = { select: { number: true, input: true } }
  const [facts, waivers, plans, debts] = await Promise.all([
    waiverFacts(pool, state.id),
    prisma.waiver.findMany({ ...ofProgram, include: { decision, asker: true } }),
    prisma.remediationPlan.findMany({ ...ofProgram, include: { decision, person: true } }),
    prisma.parityDebt.findMany({ ...ofProgram, include: { decision } }),
  ])
  const nameOf = await actorNames(
    context,
    [...waivers, ...plans, ...debts].flatMap(({ endedBy }) => (endedBy === null ? [] : [endedBy])),
  )
  const shared = (row: Row): Shared => ({
    id: row.id,
    decision: row.decision.number,
    openedAt: row.openedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy === null ? null : nameOf(row.endedBy),
    endReason: row.endReason,
  })
  const active = new Set(activeWaivers(facts, now).map(({ id }) => id))
  const all: StandingDto[] = [
    ...waivers.map((row) => ({
      ...shared(row),
      kind: 'waiver' as const,
      target: row.target,
      person: { user: row.askedBy, name: row.asker.name },
      risk: null,
      why: row.reason,
      terms: [
        `${row.verdict === 'fail' ? 'A failure' : 'Missing data'} is waived, from ${row.fromWindow} to ${row.toWindow}`,
        ...(row.control === null ? [] : [`Compensating control: ${row.control}`]),
        ...(row.followUp === null ? [] : [`Follow-up: ${row.followUp}`]),
      ],
      evidence: row.evidence,
      until: row.expiresAt.toISOString(),
      state: active.has(row.id) ? ('holds' as const) : row.endedAt === null ? ('over' as const) : ('ended' as const),
    })),
    ...plans.map((row) => ({
      ...shared(row),
      kind: 'plan' as const,
      target: row.metric,
      person: { user: row.owner, name: row.person.name },
      risk: null,
      why: row.text,
      terms: [],
      evidence: [],
      until: row.dueAt.toISOString(),
      state: stands(row.endedAt, row.dueAt, now, row.person.deactivatedAt === null ? 'holds' : 'ownerless'),
    })),
    ...debts.map((row) => ({
      ...shared(row),
      kind: 'debt' as const,
      target: row.surface,
      person: null,
      risk: row.risk,
      why: reasonOf(row.decision.input),
      terms: [],
      evidence: [],
      until: row.expiresAt.toISOString(),
      state: stands(row.endedAt, row.expiresAt, now, 'holds'),
    })),
  ]
  const isOver = (one: StandingDto): boolean => one.state === 'over' || one.state === 'ended'
  const overAt = ({ endedAt, until }: StandingDto): number => Date.parse(endedAt ?? until)
  return [
    ...all.filter((one) => !isOver(one)).sort((a, b) => Date.parse(a.until) - Date.parse(b.until)),
    ...all.filter(isOver).sort((a, b) => overAt(b) - overAt(a)),
  ]
}

interface Row {
  id: number
  openedAt: Date
  endedAt: Date | null
  endedBy: string | null
  endReason: string | null
  decision: { number: number }
}

type Shared = Pick<StandingDto, 'id' | 'decision' | 'openedAt' | 'endedAt' | 'endedBy' | 'endReason'>

function stands(
  endedAt: Date | null,
  until: Date,
  now: Instant,
  otherwise: 'holds' | 'ownerless',
): StandingDto['state'] {
  if (endedAt !== null) return 'ended'
  return until.getTime() <= now ? 'over' : otherwise
}

/** Why a debt was asked for: its table does not repeat what its decision says. */
function reasonOf(input: unknown): string {
  const reason = typeof input === 'object' && input !== null && 'reason' in input ? input.reason : null
  return typeof reason === 'string' ? reason : ''
}
