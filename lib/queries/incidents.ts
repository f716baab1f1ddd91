import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { type IncidentDto, incidentDto, incidentInclude, whoIn } from './incident-dto'
import { visibleProgram } from './visible'

export interface IncidentsDto {
  program: string
  zone: string
  now: string
  incidents: IncidentDto[]
}

/** What the page needs besides: what may be declared, and by whom. */
export interface DeclarableDto {
  mayDeclare: boolean
  roleTitles: string[]
  killCriteria: { id: string; text: string }[]
  rollbackTriggers: { id: string; text: string; severity: string }[]
}

/** Every incident of a program, the open ones first, then the newest. */
export async function incidents(context: Context, actor: Actor, slug: string): Promise<IncidentsDto> {
  const state = await visibleProgram(context, actor, slug)
  const { prisma, pool } = context.database
  const rows = await prisma.incident.findMany({
    where: { programId: state.id },
    orderBy: { id: 'desc' },
    include: incidentInclude,
  })
  const nameOf = await whoIn(
    context,
    rows.map(({ openedBy }) => openedBy),
  )
  const all = rows.map((row) => incidentDto(state, row, nameOf))
  return {
    program: slug,
    zone: state.revision.compiled.program.zone,
    now: iso(await context.clock(pool)),
    incidents: [...all.filter((one) => one.state === 'open'), ...all.filter((one) => one.state === 'ended')],
  }
}

export async function declarable(context: Context, actor: Actor, slug: string): Promise<DeclarableDto> {
  const state = await visibleProgram(context, actor, slug)
  const { program } = state.revision.compiled
  const rights = await rightsOf(context.database.pool, actor, state.id)
  return {
    mayDeclare: mayDo(rights, program.permissions, 'declare_incident'),
    roleTitles: program.roles
      .filter(({ id }) => program.permissions.declare_incident.includes(id))
      .map(({ title }) => title),
    killCriteria: program.killCriteria.map(({ id, text }) => ({ id, text })),
    rollbackTriggers: program.rollbackTriggers.map(({ id, trigger, severity }) => ({ id, text: trigger, severity })),
  }
}
