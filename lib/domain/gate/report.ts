import type { Instant } from '../instant'
import { shortened } from '../sentence'
import { judgeDefects } from './check-defects'
import { judgeEvidence, judgeMapped, judgeParity } from './check-facts'
import { judgeMetrics, judgeScoreboard } from './check-metrics'
import { judgeAttested, judgeDecision, judgeRecord, type Place } from './check-people'
import { judgeKillCriteria, judgeRisks } from './check-risks'
import type { GateFacts } from './facts'
import { allOf, type Finding, met, notMet, pointer } from './finding'
import { type Judging, judging } from './judging'
import {
  type GateCheck,
  type GateCriterion,
  type GatePhase,
  gateName,
  type GateProgram,
  type GateSide,
  phaseLeft,
} from './program'
import { criterionWaivers } from '../waiver/active'
import { standingCriteria } from './standing'
import type { CriterionReport, GateReport, PromotionReport } from './types'

/** Names a gate. */
export interface GateOf {
  phase: string
  side: GateSide
}

/** After the last phase. */
const RELEASED = 'released'

/**
 * One gate, judged by the facts as of `now` (semantics 7): its own criteria and the standing ones, each met, unmet,
 * without data or waived. Met when all are met or waived and at least one of its own is met. Throws a RangeError for
 * a phase that the program does not have.
 */
export function gateReport(program: GateProgram, facts: GateFacts, now: Instant, gate: GateOf): GateReport {
  return reportOf(judging(program, facts, now), gate, new Set())
}

/** Every gate of the ladder, in its order: entry and exit of each phase. */
export function gateReports(program: GateProgram, facts: GateFacts, now: Instant): GateReport[] {
  const shared = judging(program, facts, now)
  return program.phases.flatMap(({ id }) =>
    (['entry', 'exit'] as const).map((side) => reportOf(shared, { phase: id, side }, new Set())),
  )
}

/** The phase that follows: the first, the next, or `released`; null where there is none. */
export function nextPhase({ phases }: Pick<GateProgram, 'phases'>, phase: string | null): string | null {
  if (phase === RELEASED) return null
  const index = phase === null ? -1 : phases.findIndex(({ id }) => id === phase)
  if (phase !== null && index === -1) return null
  return phases[index + 1]?.id ?? RELEASED
}

/**
 * The promotion out of the phase that the program stands in: exit of that phase and entry of the next, at one instant.
 * The first phase has entry alone; the last exit leads to `released`. null for a program that is released.
 */
export function promotionReport(program: GateProgram, facts: GateFacts, now: Instant): PromotionReport | null {
  const from = facts.phase
  const to = nextPhase(program, from)
  if (to === null) return null
  const shared = judging(program, facts, now)
  const exit = from === null ? null : reportOf(shared, { phase: from, side: 'exit' }, new Set())
  const entry = to === RELEASED ? null : reportOf(shared, { phase: to, side: 'entry' }, new Set())
  const halves = [exit, entry].filter((half) => half !== null)
  return { from, to, met: halves.length > 0 && halves.every((half) => half.met), asOf: now, exit, entry }
}

function reportOf(judged: Judging, { phase, side }: GateOf, within: ReadonlySet<string>): GateReport {
  const { program, facts, now } = judged
  const found = phaseOf(program, phase)
  const inside = new Set([...within, gateName(phase, side)])
  const leaves = phaseLeft(program, phase, side)
  const own = found[side].map((criterion) =>
    ownCriterion(judged, { phase, side, criterion: criterion.id }, criterion, leaves, inside),
  )
  const standing = standingCriteria.map(({ id, text, judge }) =>
    criterionOf(judged, { phase, side, criterion: id }, text, true, judge(judged, leaves)),
  )
  const all = [...own, ...standing]
  const criteria = all.map(({ report }) => report)
  return {
    phase,
    side,
    met:
      criteria.every(({ state }) => state === 'met' || state === 'waived') &&
      own.some(({ report }) => report.state === 'met'),
    asOf: now,
    revision: facts.revision,
    releaseCandidate: facts.releaseCandidates.at(-1)?.name ?? null,
    criteria,
    reliedOn: {
      attestations: distinct(all.flatMap(({ relied }) => relied.attestations ?? [])).sort(ascending),
      waivers: distinct(all.flatMap(({ relied }) => relied.waivers ?? [])).sort(ascending),
      plans: distinct(all.flatMap(({ relied }) => relied.plans ?? [])).sort(ascending),
    },
    lastIncident: facts.lastIncident,
  }
}

const ascending = (a: number, b: number): number => a - b

const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)]

function phaseOf(program: GateProgram, phase: string): GatePhase {
  const found = program.phases.find(({ id }) => id === phase)
  if (found === undefined) throw new RangeError(`the program has no phase ${phase}`)
  return found
}

interface Judged {
  report: CriterionReport
  relied: Finding['reliedOn']
}

function ownCriterion(
  judged: Judging,
  place: Place,
  criterion: GateCriterion,
  leaves: string | null,
  inside: ReadonlySet<string>,
): Judged {
  const finding = allOf(criterion.checks.map((check) => judgeCheck(check, judged, place, leaves, inside)))
  return criterionOf(judged, place, criterion.text, false, finding)
}

/** A waiver changes no finding: what it covers shows as waived, never as a pass (semantics 6). */
function criterionOf(
  { program, facts, now }: Judging,
  place: Place,
  text: string,
  standing: boolean,
  finding: Finding,
): Judged {
  const report: CriterionReport = {
    id: place.criterion,
    text,
    standing,
    state: finding.state,
    reasons: distinct(finding.reasons),
    toMeet: finding.state === 'met' ? [] : distinct(finding.toMeet),
    evidence: finding.evidence,
  }
  const verdict = finding.state === 'no_data' ? 'no_data' : finding.state === 'unmet' ? 'fail' : null
  if (
    verdict === null ||
    !program.waivers.verdicts.includes(verdict) ||
    program.waivers.never.includes(place.criterion)
  ) {
    return { report, relied: finding.reliedOn }
  }
  const waiver = criterionWaivers(facts.waivers, now).find(
    (one) => one.target === place.criterion && one.verdict === verdict,
  )
  if (waiver === undefined) return { report, relied: finding.reliedOn }
  const shown = pointer('waiver', `${waiver.id}`, `waiver ${waiver.id}`, { at: waiver.expiresAt })
  return {
    report: { ...report, state: 'waived', evidence: [...report.evidence, shown] },
    relied: { ...finding.reliedOn, waivers: [...(finding.reliedOn.waivers ?? []), waiver.id] },
  }
}

function judgeCheck(
  check: GateCheck,
  judged: Judging,
  place: Place,
  leaves: string | null,
  inside: ReadonlySet<string>,
): Finding {
  switch (check.kind) {
    case 'attested':
      return judgeAttested(check, judged, place)
    case 'metrics':
      return judgeMetrics(check, judged)
    case 'scoreboard':
      return judgeScoreboard(check, judged, leaves)
    case 'parity':
      return judgeParity(check, judged)
    case 'mapped':
      return judgeMapped(check, judged)
    case 'evidence':
      return judgeEvidence(check, judged)
    case 'risks':
      return judgeRisks(check, judged)
    case 'killCriteria':
      return judgeKillCriteria(judged)
    case 'phase':
      return judgeGate({ phase: check.phase, side: check.gate }, judged, inside)
    case 'defects':
      return judgeDefects(check, judged)
    case 'record':
      return judgeRecord(check, judged, place)
    case 'decision':
      return judgeDecision(check, judged)
  }
}

/** Characters of a criterion that another gate's reason quotes; how many criteria it quotes before it names ids alone. */
const QUOTED = 64
const QUOTES = 3

/** That gate is met, at the same instant. */
function judgeGate(gate: GateOf, judged: Judging, inside: ReadonlySet<string>): Finding {
  const name = gateName(gate.phase, gate.side)
  const { title } = phaseOf(judged.program, gate.phase)
  const words = `${title} ${gate.side} (${name})`
  if (inside.has(name)) {
    return notMet(
      'unmet',
      `circular: the gate ${words} waits for itself`,
      'revise: a revision of the program breaks the circle',
    )
  }
  const report = reportOf(judged, gate, inside)
  const shown = pointer('gate', name, `${title} ${gate.side}: ${report.met ? 'met' : 'not met'}`)
  if (report.met) return met([shown], report.reliedOn)
  const open = report.criteria.filter(({ state }) => state === 'unmet' || state === 'no_data')
  const reason = `gate: the gate ${words} is not met: ${quoted(open)}`
  return notMet('unmet', reason, `gate: the gate ${words} is met`, [shown])
}

/** Criteria by their ids, the first ones with their words: `alpha-exit-1 "Core modules compile"`. */
function quoted(criteria: readonly CriterionReport[]): string {
  if (criteria.length === 0) return 'none of its own criteria is met'
  const first = criteria.slice(0, QUOTES).map(({ id, text }) => `${id} "${shortened(text, QUOTED)}"`)
  const rest = criteria.slice(QUOTES).map(({ id }) => id)
  return [...first, ...rest].join(', ')
}
