import type { CriterionState, GateReport, PromotionReport } from './types'

/**
 * What must still hold when a decision falls (semantics 7): each criterion's state, release candidate, program
 * revision, what is relied on, and how many incidents there ever were. It moves neither with the clock nor with another
 * passing run.
 */
export interface GateJudgement {
  readonly phase: string
  readonly gate: string
  readonly met: boolean
  readonly revision: string
  readonly releaseCandidate: string | null
  readonly criteria: readonly { readonly id: string; readonly state: CriterionState }[]
  readonly attestations: readonly number[]
  readonly waivers: readonly string[]
  readonly plans: readonly string[]
  /** Number of the newest incident ever opened: one more, and the judgement is another. */
  readonly lastIncident: number
}

export const judgementOf = (report: GateReport): GateJudgement => ({
  phase: report.phase,
  gate: report.side,
  met: report.met,
  revision: report.revision.digest,
  releaseCandidate: report.releaseCandidate,
  criteria: report.criteria.map(({ id, state }) => ({ id, state })),
  attestations: report.reliedOn.attestations,
  waivers: report.reliedOn.waivers,
  plans: report.reliedOn.plans,
  lastIncident: report.lastIncident,
})

export interface PromotionJudgement {
  readonly from: string | null
  readonly to: string
  readonly met: boolean
  readonly exit: GateJudgement | null
  readonly entry: GateJudgement | null
}

export const promotionJudgement = ({ from, to, met, exit, entry }: PromotionReport): PromotionJudgement => ({
  from,
  to,
  met,
  exit: exit && judgementOf(exit),
  entry: entry && judgementOf(entry),
})

/** What differs between the judgement that was sealed and the one now, in sentences; empty where nothing does. */
export function judgementChanges(before: GateJudgement, after: GateJudgement): string[] {
  const name = `${after.phase} ${after.gate}`
  const changes: string[] = []
  const states = new Map(before.criteria.map(({ id, state }) => [id, state]))
  for (const { id, state } of after.criteria) {
    const was = states.get(id)
    states.delete(id)
    if (was === state) continue
    changes.push(
      was === undefined
        ? `criterion: ${name}: ${id} is new and is ${words(state)}`
        : `criterion: ${name}: ${id} was ${words(was)} and is ${words(state)}`,
    )
  }
  for (const id of states.keys()) changes.push(`criterion: ${name}: ${id} is no longer asked for`)
  if (before.revision !== after.revision) changes.push('revision: the program has another revision')
  if (before.releaseCandidate !== after.releaseCandidate) {
    changes.push(
      `release_candidate: the release candidate was ${before.releaseCandidate ?? 'none'} and is ${after.releaseCandidate ?? 'none'}`,
    )
  }
  const relied = (what: 'attestations' | 'waivers' | 'plans', word: string): void => {
    if (before[what].join() === after[what].join()) return
    changes.push(`${what}: ${name}: it rests on other ${word} than before`)
  }
  relied('attestations', 'attestations')
  relied('waivers', 'waivers')
  relied('plans', 'plans')
  if (before.lastIncident !== after.lastIncident) changes.push('incident: an incident has been opened since')
  return changes
}

const words = (state: CriterionState): string => (state === 'no_data' ? 'without data' : state)
