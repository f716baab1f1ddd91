import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { ProgramState } from '@/lib/db/program-state'
import { type MitigationFact, type RiskFact, riskFact } from '@/lib/db/risk-facts'
import { lifecycleFacts } from '@/lib/db/risk-lifecycle'
import type { Context } from '@/lib/db/transact'
import { knownWindows } from '@/lib/db/windows'
import { type Instant, iso } from '@/lib/domain/instant'
import { type LifecycleFacts, nextTransition } from '@/lib/domain/risk/lifecycle'
import { notFound } from '@/lib/verbs/refusal'
import { actorNames } from './actor-names'
import { type RiskGateDto, riskGates } from './risk-gates'
import { type HistoryDto, riskHistory, type ScorePoint } from './risk-history'
import { riskIncidents, type RiskIncidentsDto } from './risk-incidents'
import type { OwnerDto, RiskRowDto, RiskScaleDto } from './risk-row'
import { signalWatch, type TriggerDto, type WatchDto, watchedMetrics } from './risk-signals'
import { isoOrNull, riskRow, rolesThatMay, scaleOf, today } from './risks'
import { visibleProgram } from './visible'

export type { RiskGateDto } from './risk-gates'
export type { HistoryDto, ScorePoint } from './risk-history'
export type { RiskIncidentsDto } from './risk-incidents'
export type { TriggerDto, WatchDto } from './risk-signals'

/** One thing that must be so before the next state. */
export interface ChecklistItemDto {
  id: string
  text: string
  met: boolean
  detail: string
}

export interface MilestoneDto {
  id: number
  title: string
  /** A day of the program's zone. */
  due: string
  overdue: boolean
  doneAt: string | null
  doneBy: string | null
  /** Dates it was moved from, oldest first. */
  slips: { from: string; to: string; reason: string; by: string; at: string }[]
}

export interface MitigationDto {
  id: number
  title: string
  owner: OwnerDto
  milestones: MilestoneDto[]
  verified: { by: string; at: string; evidence: string; note: string; counts: boolean } | null
  withdrawn: { by: string; at: string; reason: string } | null
}

export interface RiskDto extends RiskRowDto {
  program: string
  zone: string
  now: string
  threshold: number
  scale: RiskScaleDto
  reviewWithinHours: number
  /** The version that the page shows; forms carry it. */
  version: number
  origin: 'definition' | 'browser'
  droppedAt: string | null
  /** How often people look, and the events that count besides. */
  review: string
  events: string[]
  lastReviewed: string | null
  /** The next state, what it asks in the program's words, and what is missing. */
  next: {
    to: 'mitigating' | 'watch' | 'closed'
    rule: string | null
    allowed: boolean
    checklist: ChecklistItemDto[]
  } | null
  watch: WatchDto[]
  triggers: TriggerDto[]
  plan: MitigationDto[]
  closures: { evidence: string; note: string; by: string; at: string; counts: boolean }[]
  history: HistoryDto[]
  scores: ScorePoint[]
  metrics: { id: string; title: string }[]
  /** Number of the decision that closed it. */
  decision: number | null
  /** Where the decision to close it is asked for. */
  closingHref: string
  /** Phases that the risk names. */
  gates: string[]
  gatePages: RiskGateDto[]
  incidents: RiskIncidentsDto
  people: { id: string; name: string; holds: boolean }[]
  roles: { id: string; title: string }[]
  phases: { id: string; title: string }[]
  rights: { manage: boolean; report: boolean; managers: string[]; reporters: string[] }
}

/** A risk with its plan, its signals and everything that happened to it. */
export async function risk(context: Context, actor: Actor, slug: string, key: string): Promise<RiskDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const { program } = state.revision.compiled
  const fact = await riskFact(pool, state.id, key)
  if (fact === null) throw notFound('risk')
  const now = await context.clock(pool)
  const [rights, lifecycle, signals, events, incidents, signed, people] = await Promise.all([
    rightsOf(pool, actor, state.id),
    lifecycleOf(context, state, fact, now),
    signalWatch(context, state, fact),
    riskHistory(context, fact),
    riskIncidents(context, state, fact),
    signatures(context, fact.id),
    prisma.user.findMany({
      where: { deactivatedAt: null },
      orderBy: { name: 'asc' },
      include: { roles: { where: { programId: state.id, role: fact.ownerRole, endedAt: null } } },
    }),
  ])
  const slipped = fact.mitigations.flatMap(({ milestones }) => milestones.flatMap(({ slips }) => slips))
  const name = await actorNames(context, [
    ...signals.actors,
    ...events.actors,
    ...[...signed.values()],
    ...[...slipped, ...fact.closureEvidence].map(({ by }) => by),
  ])
  const { watch, triggers } = signals.told(name)
  const next = nextTransition(lifecycle, now)
  const proven = lifecycle.lastTriggerAt ?? -Infinity
  return {
    ...riskRow(state, fact, now, null),
    program: slug,
    zone: program.zone,
    now: iso(now),
    threshold: program.riskPolicy.threshold,
    scale: scaleOf(state),
    reviewWithinHours: program.riskPolicy.reviewWithinHours,
    version: fact.version,
    origin: fact.origin,
    droppedAt: isoOrNull(fact.droppedAt),
    review: fact.review,
    events: fact.events,
    lastReviewed: isoOrNull(fact.lastReviewedAt),
    next:
      next === null
        ? null
        : {
            ...next,
            // The definition words its transitions as the specification does: 'Mitigating'.
            rule: program.riskPolicy.transitions.find(({ to }) => to.toLowerCase() === next.to)?.text ?? null,
          },
    watch,
    triggers,
    plan: fact.mitigations.map((mitigation) => planned(mitigation, proven, signed, name, today(program.zone, now))),
    closures: fact.closureEvidence.map(({ at, by, ...rest }) => ({
      ...rest,
      by: name(by),
      at: iso(at),
      counts: fact.state === 'watch' && at >= fact.stateSince,
    })),
    ...events.told(name, triggers),
    metrics: watchedMetrics(state, fact),
    decision: fact.closedBy,
    closingHref: `/${state.slug}/decisions/new?kind=risk_closure&subject=${encodeURIComponent(fact.key)}`,
    gates: fact.gates,
    gatePages: riskGates(state, fact),
    incidents,
    roles: program.roles.map(({ id, title }) => ({ id, title })),
    phases: program.phases.map(({ id, title }) => ({ id, title })),
    people: people.map(({ id, name: person, roles }) => ({ id, name: person, holds: roles.length > 0 })),
    rights: {
      manage: mayDo(rights, program.permissions, 'manage_risk'),
      report: mayDo(rights, program.permissions, 'report_trigger'),
      managers: rolesThatMay(state, 'manage_risk'),
      reporters: rolesThatMay(state, 'report_trigger'),
    },
  }
}

async function lifecycleOf(
  { database }: Context,
  state: ProgramState,
  fact: RiskFact,
  now: Instant,
): Promise<LifecycleFacts> {
  const { windows } = state.revision.compiled
  return lifecycleFacts(state, fact, await knownWindows(database, state.id, windows, fact.stateSince, now))
}

/** Who verified, withdrew and completed what: actors by `verified 3`, `withdrawn 3`, `done 7`. */
async function signatures({ database }: Context, risk: number): Promise<Map<string, string>> {
  const rows = await database.prisma.mitigation.findMany({
    where: { riskId: risk },
    select: { id: true, verifiedBy: true, withdrawnBy: true, milestones: { select: { id: true, doneBy: true } } },
  })
  return new Map(
    rows.flatMap(({ id, verifiedBy, withdrawnBy, milestones }) =>
      [
        [`verified ${id}`, verifiedBy] as const,
        [`withdrawn ${id}`, withdrawnBy] as const,
        ...milestones.map((milestone) => [`done ${milestone.id}`, milestone.doneBy] as const),
      ].flatMap(([what, by]) => (by === null ? [] : [[what, by] as const])),
    ),
  )
}

function planned(
  mitigation: MitigationFact,
  /** Verifications count from here on: the last trigger. */
  proven: Instant,
  signed: ReadonlyMap<string, string>,
  name: (actor: string) => string,
  day: string,
): MitigationDto {
  const { id, title, owner, verifiedAt, evidence, note, withdrawnAt, withdrawnReason, milestones } = mitigation
  return {
    id,
    title,
    owner: { id: owner.user, name: owner.name, active: owner.active },
    milestones: milestones.map(({ doneAt, slips, ...milestone }) => ({
      ...milestone,
      overdue: doneAt === null && withdrawnAt === null && milestone.due < day,
      doneAt: isoOrNull(doneAt),
      doneBy: doneAt === null ? null : name(signed.get(`done ${milestone.id}`) ?? ''),
      slips: slips.map(({ by, at, ...slip }) => ({ ...slip, by: name(by), at: iso(at) })),
    })),
    verified:
      verifiedAt === null
        ? null
        : {
            by: name(signed.get(`verified ${id}`) ?? ''),
            at: iso(verifiedAt),
            evidence: evidence ?? '',
            note: note ?? '',
            counts: verifiedAt > proven,
          },
    withdrawn:
      withdrawnAt === null
        ? null
        : { by: name(signed.get(`withdrawn ${id}`) ?? ''), at: iso(withdrawnAt), reason: withdrawnReason ?? '' },
  }
}
