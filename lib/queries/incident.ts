import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { decisionsOnIncidents } from '@/lib/db/incident-decisions'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { endingRule, ruleFor } from '@/lib/db/electors'
import { endingObjection, incidentName } from '@/lib/domain/incident/ending'
import { escalationOf } from '@/lib/domain/incident/escalation'
import type { IncidentKind } from '@/lib/domain/incident/severity'
import { iso } from '@/lib/domain/instant'
import { notFound } from '@/lib/verbs/refusal'
import { type IncidentDto, incidentDto, incidentInclude, whoIn } from './incident-dto'
import { type IncidentSignalDto, incidentSignals } from './incident-signals'
import { visibleProgram } from './visible'

export interface IncidentPageDto {
  program: string
  zone: string
  now: string
  incident: IncidentDto
  /** The title of the phase in which it was opened. */
  phase: string | null
  /** It can be dismissed as a false declaration. */
  dismissible: boolean
  signals: IncidentSignalDto[]
  /** What the rollback trigger that applies asks for. */
  triggers: { id: string; trigger: string; severity: string; action: string; recovery: string }[]
  /** Who decides how it ends. */
  decidedBy: string
  /** Once it was not decided in time: since when, and the roles that it escalates to, by their titles. */
  overdue: { since: string; path: string[] } | null
  /** The open decision about it, by its number. */
  openDecision: number | null
  /** The program decides overrides of kill criteria. */
  overridable: boolean
  mayAdd: boolean
}

/** One incident with everything that was seen. Refuses with not_found for another program's. */
export async function incidentPage(context: Context, actor: Actor, slug: string, id: number): Promise<IncidentPageDto> {
  const state = await visibleProgram(context, actor, slug)
  const { prisma, pool } = context.database
  const row = await prisma.incident.findFirst({
    where: { id: numbered(id), programId: state.id },
    include: {
      ...incidentInclude,
      signals: { orderBy: { id: 'asc' }, include: { run: { select: { id: true, externalId: true } } } },
    },
  })
  if (row === null) throw notFound('incident')
  const { program } = state.revision.compiled
  const now = await context.clock(pool)
  const [nameOf, rights, decisions] = await Promise.all([
    whoIn(context, [row.openedBy, ...row.signals.map(({ by }) => by)]),
    rightsOf(pool, actor, state.id),
    decisionsOnIncidents(pool, state.id, now),
  ])
  const applying = row.criteria.map(
    ({ criterion }) => program.killCriteria.find((one) => one.id === criterion)?.trigger ?? criterion,
  )
  return {
    program: slug,
    zone: program.zone,
    now: iso(now),
    incident: incidentDto(state, row, nameOf),
    phase: program.phases.find((phase) => phase.id === row.phase)?.title ?? row.phase,
    dismissible: isDismissible(state, row),
    signals: await incidentSignals(context, state, row.signals, nameOf),
    triggers: program.rollbackTriggers
      .filter((trigger) => applying.includes(trigger.id))
      .map(({ id: trigger, trigger: text, severity, action, recovery }) => ({
        id: trigger,
        trigger: text,
        severity,
        action,
        recovery,
      })),
    decidedBy: decidedBy(state),
    overdue: overdue(state, row),
    openDecision: decisions.get(row.id) ?? null,
    overridable: row.kind === 'kill' && program.governance.decisions.some(({ kind }) => kind === 'kill_override'),
    mayAdd: row.endedAt === null && mayDo(rights, program.permissions, 'declare_incident'),
  }
}

/** What its page is called: "Incident 3", "Review 4". */
export async function incidentTitle(context: Context, actor: Actor, slug: string, id: number): Promise<string> {
  const state = await visibleProgram(context, actor, slug)
  const row = await context.database.prisma.incident.findFirst({
    where: { id: numbered(id), programId: state.id },
    select: { kind: true },
  })
  if (row === null) throw notFound('incident')
  return incidentName(row.kind, id)
}

/** What an address names, as far as a number of the database can: there is no incident 0. */
const numbered = (id: number): number => (Number.isInteger(id) && id > 0 && id < 2 ** 31 ? id : 0)

/** Who ends incidents: the council's title, or the role's; where the definition names nobody for it, the seats' roles. */
function decidedBy(state: ProgramState): string {
  const { governance, roles } = state.revision.compiled.program
  const decision = governance.decisions.find(({ kind }) => kind === 'incident')
  const council = governance.councils.find(({ id }) => id === decision?.council)?.title
  return council ?? titlesOf(roles, ruleFor(state, 'incident')?.seats.map(({ role }) => role) ?? []).join(', ')
}

const isDismissible = (
  state: ProgramState,
  { kind, signals }: { kind: IncidentKind; signals: readonly { runId: number | null }[] },
): boolean =>
  endingObjection({ kind, fired: signals.some(({ runId }) => runId !== null) }, 'dismiss', endingRule(state)) === null

function overdue(
  { revision }: ProgramState,
  row: { kind: IncidentKind; breachedAt: Date | null; criteria: { criterion: string }[] },
): IncidentPageDto['overdue'] {
  if (row.breachedAt === null) return null
  const { program } = revision.compiled
  const criteria = row.criteria.map(({ criterion }) => criterion)
  const { path } = escalationOf(program, { kind: row.kind, criteria })
  return { since: row.breachedAt.toISOString(), path: titlesOf(program.roles, path) }
}

const titlesOf = (roles: readonly { id: string; title: string }[], ids: readonly string[]): string[] =>
  ids.map((role) => roles.find(({ id }) => id === role)?.title ?? role)
