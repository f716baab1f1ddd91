import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { ProgramState } from '@/lib/db/program-state'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import { type Instant, iso } from '@/lib/domain/instant'
import { isOverdue } from '@/lib/domain/risk/cadence'
import { isHigh } from '@/lib/domain/risk/score'
import { besidesCell, filteredRisks, type RiskFilter } from './risk-filter'
import { lastBoard, movedSince } from './risk-movement'
import type { MovedRiskDto, Place, RiskRowDto, RiskScaleDto } from './risk-row'
import { visibleProgram } from './visible'

export interface HeatCellDto extends Place {
  keys: string[]
}

export interface RisksDto {
  program: string
  zone: string
  now: string
  threshold: number
  scale: RiskScaleDto
  /** All risks of the program, by id. */
  all: RiskRowDto[]
  /** Those that match the filter, in its order. */
  rows: RiskRowDto[]
  /** Those that match the filter but for its cell, by cell; cells without a risk are left out. */
  cells: HeatCellDto[]
  /** When the last board closed; null where none has. */
  lastBoard: string | null
  mayManage: boolean
  /** The titles of the roles that may change risks. */
  managers: string[]
}

/** The register as the filter asks for it. */
export async function risks(context: Context, actor: Actor, slug: string, filter: RiskFilter): Promise<RisksDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const { program } = state.revision.compiled
  const [facts, rights, board, now] = await Promise.all([
    riskFacts(pool, state.id),
    rightsOf(pool, actor, state.id),
    lastBoard(context, state.id),
    context.clock(pool),
  ])
  const moved =
    board === null ? new Map<string, MovedRiskDto>() : await movedSince(context, state.id, facts, board, now)
  const all = facts
    .map((fact) => riskRow(state, fact, now, moved.get(fact.key) ?? null))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return {
    program: slug,
    zone: program.zone,
    now: iso(now),
    threshold: program.riskPolicy.threshold,
    scale: scaleOf(state),
    all,
    rows: filteredRisks(all, filter),
    cells: cellsOf(besidesCell(all, filter)),
    lastBoard: board === null ? null : iso(board),
    mayManage: mayDo(rights, program.permissions, 'manage_risk'),
    managers: rolesThatMay(state, 'manage_risk'),
  }
}

export const scaleOf = ({ revision }: ProgramState): RiskScaleDto => ({
  likelihood: [...revision.compiled.program.riskPolicy.scale.likelihood],
  impact: [...revision.compiled.program.riskPolicy.scale.impact],
})

/** The titles of the roles that have an act. */
export function rolesThatMay({ revision }: ProgramState, act: 'manage_risk' | 'report_trigger'): string[] {
  const { roles, permissions } = revision.compiled.program
  return roles.filter(({ id }) => permissions[act].includes(id)).map(({ title }) => title)
}

/** A risk as the register's row has it. */
export function riskRow(state: ProgramState, fact: RiskFact, now: Instant, moved: MovedRiskDto | null): RiskRowDto {
  const { program } = state.revision.compiled
  const owner = fact.owner ?? fact.formerOwner
  return {
    key: fact.key,
    category: fact.category,
    title: fact.title,
    statement: fact.statement,
    likelihood: fact.likelihood,
    impact: fact.impact,
    score: fact.score,
    high: isHigh(fact, program.riskPolicy.threshold),
    signals: fact.signals.map(({ text }) => text),
    mitigation: fact.mitigation,
    ownerRole: {
      id: fact.ownerRole,
      title: program.roles.find(({ id }) => id === fact.ownerRole)?.title ?? fact.ownerRole,
    },
    owner: owner === null ? null : { id: owner.user, name: owner.name, active: fact.owner !== null },
    cadence: fact.cadenceText,
    closure: fact.closure,
    state: fact.state,
    stateSince: iso(fact.stateSince),
    nextReview: isoOrNull(fact.reviewDueAt),
    reviewOverdue: isOverdue(fact.reviewDueAt, now),
    lastTrigger: isoOrNull(fact.lastTriggerAt),
    milestones: milestonesOf(fact, today(program.zone, now)),
    moved,
  }
}

export const isoOrNull = (instant: Instant | null): string | null => (instant === null ? null : iso(instant))

/** The day it is in a zone: `2026-11-24`. */
export const today = (zone: string, now: Instant): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)

/** A milestone is overdue once its day has passed. */
function milestonesOf(fact: RiskFact, day: string): RiskRowDto['milestones'] {
  const all = fact.mitigations.filter(({ withdrawnAt }) => withdrawnAt === null).flatMap(({ milestones }) => milestones)
  const open = all.filter(({ doneAt }) => doneAt === null).map(({ due }) => due)
  return {
    done: all.length - open.length,
    total: all.length,
    overdue: open.filter((due) => due < day).length,
    next: open.sort()[0] ?? null,
  }
}

function cellsOf(rows: readonly RiskRowDto[]): HeatCellDto[] {
  const cells = new Map<string, HeatCellDto>()
  for (const { likelihood, impact, key } of rows) {
    const cell = cells.get(`${likelihood}x${impact}`) ?? { likelihood, impact, keys: [] }
    cell.keys.push(key)
    cells.set(`${likelihood}x${impact}`, cell)
  }
  return [...cells.values()]
}
