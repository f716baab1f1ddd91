import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { waiverFacts } from '@/lib/db/waiver-facts'
import { activeWaivers } from '@/lib/domain/waiver/active'
import { visibleProgram } from './visible'
import type { PlanDto, WaiverDto } from './decision-dto'

/** All waivers of a program, newest first. */
export async function waivers(context: Context, actor: Actor, slug: string): Promise<WaiverDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const now = await context.clock(pool)
  const active = new Set(activeWaivers(await waiverFacts(pool, state.id), now).map(({ id }) => id))
  const rows = await prisma.waiver.findMany({
    where: { programId: state.id },
    orderBy: { id: 'desc' },
    include: { asker: true, decision: { select: { number: true } } },
  })
  return rows.map((row) => ({
    id: row.id,
    decision: row.decision.number,
    of: row.of === 'series' ? 'series' : 'criterion',
    target: row.target,
    verdict: row.verdict === 'fail' ? 'fail' : 'no_data',
    from: row.fromWindow,
    to: row.toWindow,
    reason: row.reason,
    evidence: row.evidence,
    control: row.control,
    followUp: row.followUp,
    asker: { user: row.askedBy, name: row.asker.name },
    openedAt: row.openedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    active: active.has(row.id),
  }))
}

/** All remediation plans of a program, newest first. */
export async function plans(context: Context, actor: Actor, slug: string): Promise<PlanDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const now = await context.clock(pool)
  const rows = await prisma.remediationPlan.findMany({
    where: { programId: state.id },
    orderBy: { id: 'desc' },
    include: { person: true, decision: { select: { number: true } } },
  })
  return rows.map((row) => ({
    id: row.id,
    decision: row.decision.number,
    metric: row.metric,
    owner: { user: row.owner, name: row.person.name },
    due: row.due,
    text: row.text,
    openedAt: row.openedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    active: row.endedAt === null && row.person.deactivatedAt === null && row.dueAt.getTime() > now,
  }))
}
