import type { Actor } from '@/lib/auth/actor'
import { gateFacts } from '@/lib/db/gate-facts'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import type { GateFacts } from '@/lib/domain/gate/facts'
import { gateName, type GateProgram, type GateSide } from '@/lib/domain/gate/program'
import { gateReport, gateReports, promotionReport } from '@/lib/domain/gate/report'
import type { CriterionReport, CriterionState, GatePointer, GateReport, PromotionReport } from '@/lib/domain/gate/types'
import { openWords } from '@/lib/domain/gate/words'
import { type Instant, iso } from '@/lib/domain/instant'
import { reasonParts } from '@/lib/domain/sentence'
import { RELEASED } from '@/lib/program/compile'
import { gateDigests, promotionDigests } from '@/lib/register/gate-digest'
import { notFound } from '@/lib/verbs/refusal'
import { promoting, type PromotingDto } from './proposing'
import { visibleProgram } from './visible'

export interface PointerDto extends Omit<GatePointer, 'at'> {
  at: string | null
  /** A page of this program, or of this installation's API; null where there is none. */
  page: string | null
}

export interface CriterionDto extends Omit<CriterionReport, 'evidence'> {
  evidence: PointerDto[]
}

/** A gate's report (semantics 15). */
export interface GateDto {
  program: string
  revision: number
  phase: string
  gate: GateSide
  /** "Beta exit". */
  title: string
  met: boolean
  asOf: string
  /** SHA-256 of everything in the report, and of its judgement alone. */
  digest: string
  judgement: string
  releaseCandidate: string | null
  /** "Beta exit: 2 unmet, 1 no data of 9. …" */
  summary: string
  criteria: CriterionDto[]
}

/** Where a gate stands on the ladder. */
export type GatePlace = 'passed' | 'next' | 'ahead'

export interface GateRowDto {
  phase: string
  gate: GateSide
  title: string
  place: GatePlace
  /** When the program went through it. */
  passedAt: string | null
  met: boolean
  /** How many of its criteria are in which state. */
  counts: Record<CriterionState, number>
  summary: string
}

export interface PromotionDto {
  from: string | null
  to: string
  /** "Alpha → Beta". */
  title: string
  met: boolean
  judgement: string
  digest: string
  exit: GateDto | null
  entry: GateDto | null
}

/** The ladder: every gate, and the promotion that comes next. */
export interface GatesDto {
  program: string
  phase: string | null
  phaseTitle: string | null
  now: string
  zone: string
  gates: GateRowDto[]
  /** null for a program that is released. */
  promotion: PromotionDto | null
  /** How to propose it; null while something stands against it. */
  promote: PromotingDto | null
  openIncidents: { id: number; kind: 'kill' | 'rollback' | 'review'; criteria: string[] }[]
}

/** A gate's report as of now. Refuses with not_found for a phase or gate that the program does not have. */
export async function gate(
  context: Context,
  actor: Actor,
  slug: string,
  phase: string,
  side: string,
): Promise<GateDto> {
  const state = await visibleProgram(context, actor, slug)
  const { gates } = state.revision.compiled
  if (!isSide(side) || !gates.phases.some(({ id }) => id === phase)) throw notFound('gate')
  const { pool } = context.database
  const now = await context.clock(pool)
  const facts = await gateFacts(pool, state, now, true)
  return gateDto(state, gateReport(gates, facts, now, { phase, side }))
}

export const isSide = (side: string): side is GateSide => side === 'entry' || side === 'exit'

/** The whole ladder as of now. */
export async function gates(context: Context, actor: Actor, slug: string): Promise<GatesDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const now = await context.clock(pool)
  const [facts, passed] = await Promise.all([gateFacts(pool, state, now, true), passages(context, state)])
  const { gates } = state.revision.compiled
  const promotion = promotionReport(gates, facts, now)
  return {
    program: slug,
    phase: state.phase,
    phaseTitle: phaseTitle(gates, state.phase),
    now: iso(now),
    zone: state.revision.compiled.program.zone,
    gates: gateReports(gates, facts, now).map((report) => rowDto(gates, facts, report, passed)),
    promotion: promotion === null ? null : promotionDto(state, promotion),
    promote: promotion?.met === true ? await promoting(context, actor, state) : null,
    openIncidents: facts.incidents.map(({ id, kind, criteria }) => ({ id, kind, criteria: [...criteria] })),
  }
}

/** When the program went through which gate: by the newest change of phase, since a rollback opens gates again. */
async function passages(context: Context, state: ProgramState): Promise<Map<string, Instant>> {
  const { phases } = state.revision.compiled.gates
  const changes = await context.database.prisma.phaseChange.findMany({
    where: { programId: state.id },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  })
  const passed = new Map<string, Instant>()
  for (const { phase, at } of changes) {
    const before = phase === RELEASED ? phases.at(-1)?.id : phases[phases.findIndex(({ id }) => id === phase) - 1]?.id
    if (before !== undefined) passed.set(gateName(before, 'exit'), at.getTime())
    if (phase !== RELEASED) passed.set(gateName(phase, 'entry'), at.getTime())
  }
  return passed
}

export const phaseTitle = ({ phases }: GateProgram, phase: string | null): string | null =>
  phase === null ? null : (phases.find(({ id }) => id === phase)?.title ?? 'Released')

export function gateTitle(program: GateProgram, { phase, side }: Pick<GateReport, 'phase' | 'side'>): string {
  return `${phaseTitle(program, phase)} ${side}`
}

/** Gates before where the program stands are passed; the two halves of the next promotion are next. */
export function placeOf(
  { phases }: GateProgram,
  at: string | null,
  { phase, side }: Pick<GateReport, 'phase' | 'side'>,
): GatePlace {
  if (at === RELEASED) return 'passed'
  const [own, current] = [phases.findIndex(({ id }) => id === phase), phases.findIndex(({ id }) => id === at)]
  const step = own * 2 + (side === 'exit' ? 1 : 0)
  const next = current * 2 + 1
  if (step < next) return 'passed'
  return step === next || step === next + 1 ? 'next' : 'ahead'
}

function rowDto(
  program: GateProgram,
  facts: GateFacts,
  report: GateReport,
  passed: ReadonlyMap<string, Instant>,
): GateRowDto {
  const counts: Record<CriterionState, number> = { met: 0, unmet: 0, no_data: 0, waived: 0 }
  for (const { state } of report.criteria) counts[state] += 1
  const place = placeOf(program, facts.phase, report)
  const at = place === 'passed' ? passed.get(gateName(report.phase, report.side)) : undefined
  return {
    phase: report.phase,
    gate: report.side,
    title: gateTitle(program, report),
    place,
    passedAt: at === undefined ? null : iso(at),
    met: report.met,
    counts,
    summary: summaryOf(program, report),
  }
}

function promotionDto(state: ProgramState, report: PromotionReport): PromotionDto {
  const { gates } = state.revision.compiled
  const { digest, judgement } = promotionDigests(report)
  return {
    from: report.from,
    to: report.to,
    title: `${phaseTitle(gates, report.from) ?? 'Beginning'} → ${phaseTitle(gates, report.to)}`,
    met: report.met,
    digest,
    judgement,
    exit: report.exit && gateDto(state, report.exit),
    entry: report.entry && gateDto(state, report.entry),
  }
}

export function gateDto(state: ProgramState, report: GateReport): GateDto {
  const { gates } = state.revision.compiled
  return {
    program: state.slug,
    revision: report.revision.number,
    phase: report.phase,
    gate: report.side,
    title: gateTitle(gates, report),
    met: report.met,
    asOf: iso(report.asOf),
    ...gateDigests(report),
    releaseCandidate: report.releaseCandidate,
    summary: summaryOf(gates, report),
    criteria: report.criteria.map((criterion) => ({
      ...criterion,
      evidence: criterion.evidence.map((pointer) => pointerDto(state.slug, pointer)),
    })),
  }
}

/** How many are not met, and the first reasons why. */
function summaryOf(program: GateProgram, report: GateReport): string {
  const title = gateTitle(program, report)
  const open = report.criteria.filter(({ state }) => state === 'unmet' || state === 'no_data')
  if (report.met) return `${title}: met.`
  if (open.length === 0) return `${title}: not met, since none of its own criteria is met.`
  const reasons = open.flatMap(({ reasons }) => reasons.slice(0, 1)).slice(0, 2)
  const words = reasons.map((reason) => reasonParts(reason).words).join(' ')
  return `${title}: ${openWords(report.criteria)}. ${words}`
}

function pointerDto(program: string, pointer: GatePointer): PointerDto {
  return { ...pointer, at: pointer.at === null ? null : iso(pointer.at), page: pageOf(program, pointer) }
}

/** One click away: the run where there is one, else the thing's own page. */
function pageOf(program: string, { kind, id, run }: GatePointer): string | null {
  switch (kind) {
    case 'evidence':
      return run === null ? `/${program}/surfaces` : `/${program}/runs/${run.number}`
    case 'metric':
      return `/${program}/metrics/${id}`
    case 'window':
      return `/${program}/scoreboard?window=${id}`
    case 'surface':
      return `/${program}/surfaces#${id}`
    case 'debt':
      return `/${program}/surfaces`
    case 'defect':
      return `/${program}/defects`
    case 'risk':
      return `/${program}/risks/${id}`
    case 'incident':
      return `/${program}/incidents/${id}`
    case 'gate':
      return `/${program}/gates/${id}`
    case 'decision':
      return `/${program}/decisions/${id}`
    case 'plan':
    case 'waiver':
      return `/${program}/decisions`
    case 'attestation':
    case 'record':
      return null
  }
}
