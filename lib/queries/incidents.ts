import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { namesOf } from '@/lib/db/people'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { notFound } from '@/lib/verbs/refusal'
import { visibleProgram } from './visible'

/** An incident or a review (semantics 8, 15). */
export interface IncidentDto {
  id: number
  kind: 'kill' | 'rollback' | 'review'
  state: 'open' | 'ended'
  criteria: { id: string; text: string }[]
  statement: string
  phase: string | null
  openedAt: string
  openedBy: string
  /** Until when it must be decided; null where the program has no SLA for it. */
  dueAt: string | null
  endedAt: string | null
  outcome: string | null
  /** Number of the decision that ended it. */
  decision: number | null
  postMortem: { dueAt: string; uri: string | null; at: string | null } | null
}

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

export interface IncidentPageDto {
  program: string
  zone: string
  now: string
  incident: IncidentDto
  signals: {
    id: number
    criterion: string
    statement: string
    by: string
    at: string
    evidence: { uri: string; sha256: string | null }[]
  }[]
  /** What the rollback trigger that applies asks for. */
  triggers: { id: string; trigger: string; severity: string; action: string; recovery: string }[]
  mayAdd: boolean
}

const include = {
  criteria: { orderBy: { criterion: 'asc' } },
  decision: { select: { number: true } },
  postMortem: true,
} as const

/** Every incident of a program, the open ones first, then the newest. */
export async function incidents(context: Context, actor: Actor, slug: string): Promise<IncidentsDto> {
  const state = await visibleProgram(context, actor, slug)
  const { prisma, pool } = context.database
  const rows = await prisma.incident.findMany({ where: { programId: state.id }, orderBy: { id: 'desc' }, include })
  const names = await namesOf(
    pool,
    rows.map(({ openedBy }) => personOf(openedBy)).filter((id) => id !== null),
  )
  const all = rows.map((row) => incidentDto(state, row, names))
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

/** One incident with everything that was seen. Refuses with not_found for another program's. */
export async function incidentPage(context: Context, actor: Actor, slug: string, id: number): Promise<IncidentPageDto> {
  const state = await visibleProgram(context, actor, slug)
  const { prisma, pool } = context.database
  const row = Number.isSafeInteger(id)
    ? await prisma.incident.findFirst({
        where: { id, programId: state.id },
        include: { ...include, signals: { orderBy: { id: 'asc' } } },
      })
    : null
  if (row === null) throw notFound('incident')
  const { program } = state.revision.compiled
  const by = [row.openedBy, ...row.signals.map((signal) => signal.by)].map(personOf).filter((one) => one !== null)
  const [names, rights] = await Promise.all([namesOf(pool, by), rightsOf(pool, actor, state.id)])
  const applying = row.criteria.map(
    ({ criterion }) => program.killCriteria.find((one) => one.id === criterion)?.trigger ?? criterion,
  )
  return {
    program: slug,
    zone: program.zone,
    now: iso(await context.clock(pool)),
    incident: incidentDto(state, row, names),
    signals: row.signals.map((signal) => ({
      id: signal.id,
      criterion: signal.criterion,
      statement: signal.statement,
      by: whoOf(signal.by, names),
      at: signal.at.toISOString(),
      evidence: signal.evidence as { uri: string; sha256: string | null }[],
    })),
    triggers: program.rollbackTriggers
      .filter((trigger) => applying.includes(trigger.id))
      .map(({ id: trigger, trigger: text, severity, action, recovery }) => ({
        id: trigger,
        trigger: text,
        severity,
        action,
        recovery,
      })),
    mayAdd: row.endedAt === null && mayDo(rights, program.permissions, 'declare_incident'),
  }
}

const personOf = (actor: string): string | null => (actor.startsWith('user:') ? actor.slice(5) : null)

const whoOf = (actor: string, names: ReadonlyMap<string, string>): string => names.get(personOf(actor) ?? '') ?? actor

interface Row {
  id: number
  kind: 'kill' | 'rollback' | 'review'
  phase: string | null
  statement: string
  openedBy: string
  openedAt: Date
  dueAt: Date | null
  endedAt: Date | null
  outcome: string | null
  postMortemDueAt: Date | null
  criteria: { criterion: string }[]
  decision: { number: number } | null
  postMortem: { uri: string; at: Date } | null
}

function incidentDto({ revision }: ProgramState, row: Row, names: ReadonlyMap<string, string>): IncidentDto {
  const { killCriteria, rollbackTriggers } = revision.compiled.gates
  return {
    id: row.id,
    kind: row.kind,
    state: row.endedAt === null ? 'open' : 'ended',
    criteria: row.criteria.map(({ criterion }) => ({
      id: criterion,
      text: killCriteria.get(criterion) ?? rollbackTriggers.get(criterion) ?? criterion,
    })),
    statement: row.statement,
    phase: row.phase,
    openedAt: row.openedAt.toISOString(),
    openedBy: whoOf(row.openedBy, names),
    dueAt: row.dueAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    outcome: row.outcome,
    decision: row.decision?.number ?? null,
    postMortem:
      row.postMortemDueAt === null
        ? null
        : {
            dueAt: row.postMortemDueAt.toISOString(),
            uri: row.postMortem?.uri ?? null,
            at: row.postMortem?.at.toISOString() ?? null,
          },
  }
}
