import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { decidedKinds, endingRule } from '@/lib/db/electors'
import { openIncidents } from '@/lib/db/incident-facts'
import { waivableWindows } from '@/lib/db/judgement/waiver'
import type { ProgramState } from '@/lib/db/program-state'
import { riskFacts } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import type { DecisionKind } from '@/lib/domain/decision/kinds'
import { endingObjection } from '@/lib/domain/incident/ending'
import { incidentLine } from '@/lib/domain/incident/statement'
import { kindTitles } from '@/lib/domain/review/agenda'
import { dayOf } from '@/lib/domain/review/schedule'
import { dayWords } from '@/lib/domain/window/day-words'
import { seriesId } from '@/lib/domain/scoreboard/types'
import { RELEASED } from '@/lib/program/compile'
import { visibleProgram } from './visible'

/** Something that can be chosen: what is sent, and its words. */
export interface OptionDto {
  id: string
  title: string
}

/** An open incident or review. */
export interface IncidentOptionDto extends OptionDto {
  kind: 'kill' | 'rollback' | 'review'
  /** Why it cannot be dismissed as a false declaration; null where it can. */
  noDismissal: string | null
}

/** What a proposal can be about, as things stand. */
export interface ProposalOptionsDto {
  program: string
  zone: string
  /** Whether the reader may propose at all. */
  mayPropose: boolean
  /** Kinds that the program decides, with its titles. */
  kinds: { kind: DecisionKind; title: string }[]
  /** "Alpha to Beta", "Begin Alpha"; null once the program is released. */
  promotion: string | null
  /** The phase under way; null outside any. */
  phase: string | null
  metrics: OptionDto[]
  series: OptionDto[]
  criteria: OptionDto[]
  windows: string[]
  people: OptionDto[]
  risks: OptionDto[]
  surfaces: OptionDto[]
  triggers: OptionDto[]
  incidents: IncidentOptionDto[]
  /** Closed board reviews, the newest first. */
  reviews: OptionDto[]
  waivers: { verdicts: string[]; maxDays: number; control: boolean; followUp: boolean }
}

export async function proposalOptions(context: Context, actor: Actor, slug: string): Promise<ProposalOptionsDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const [rights, now, risks, incidents, people, reviews] = await Promise.all([
    rightsOf(pool, actor, state.id),
    context.clock(pool),
    riskFacts(pool, state.id),
    openIncidents(pool, state.id),
    prisma.user.findMany({ where: { deactivatedAt: null }, orderBy: { name: 'asc' } }),
    prisma.review.findMany({ where: { programId: state.id, state: 'closed' }, orderBy: { number: 'desc' } }),
  ])
  const { program } = state.revision.compiled
  const { governance, scoreboard, surfaces } = program
  const { verdicts, maxDays, compensatingControl, followUp } = governance.waivers
  return {
    program: slug,
    zone: program.zone,
    mayPropose: mayDo(rights, program.permissions, 'propose_decision'),
    kinds: decidedKinds(state).map(({ kind, title }) => ({ kind, title })),
    ...phaseWords(state),
    metrics: scoreboard.metrics.map(({ id, title }) => ({ id, title: `${id} ${title}` })),
    series: scoreboard.metrics.flatMap(({ measures }) =>
      measures.flatMap(({ id, profiles, environments }) =>
        profiles.flatMap((profile) =>
          environments.map((environment) => ({
            id: seriesId({ measure: id, profile, environment }),
            title: `${id} ${profile} ${environment}`,
          })),
        ),
      ),
    ),
    criteria: program.phases.flatMap((phase) =>
      (['entry', 'exit'] as const).flatMap((side) =>
        phase[side].criteria.map(({ id, text }) => ({ id, title: `${phase.title} ${side}: ${text}` })),
      ),
    ),
    windows: waivableWindows(state, now)
      .filter(({ end }) => end > now)
      .map(({ label }) => label),
    people: people.map(({ id, name }) => ({ id, title: name })),
    risks: risks
      .filter((risk) => risk.state !== 'closed')
      .map(({ key, title, state: stands }) => ({ id: key, title: `${key} ${title} (${stands})` })),
    surfaces: (surfaces?.retained ?? []).map(({ id }) => ({ id, title: id })),
    triggers: program.rollbackTriggers.map(({ id, trigger }) => ({ id, title: trigger })),
    incidents: incidents.map(({ id, kind, fired, statement }) => ({
      id: String(id),
      title: incidentLine(kind, id, statement),
      kind,
      noDismissal: endingObjection({ kind, fired }, 'dismiss', endingRule(state)),
    })),
    reviews: reviews.map(({ number, kind, openedAt }) => ({
      id: String(number),
      title: `${kindTitles[kind]} ${number}, ${dayWords(dayOf(program.zone, openedAt.getTime()))}`,
    })),
    waivers: { verdicts: [...verdicts], maxDays, control: compensatingControl, followUp },
  }
}

function phaseWords({ phase, revision }: ProgramState): Pick<ProposalOptionsDto, 'promotion' | 'phase'> {
  if (phase === RELEASED) return { promotion: null, phase: null }
  const { phases } = revision.compiled.program
  const at = phases.findIndex(({ id }) => id === phase)
  const next = phases[at + 1]?.title ?? 'released'
  const current = phases[at]?.title ?? null
  return { promotion: current === null ? `Begin ${next}` : `${current} to ${next}`, phase: current }
}
