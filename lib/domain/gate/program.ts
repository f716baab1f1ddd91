import type { Limit, MeasureRule } from '../metric/rule'
import type { MetricSpec, ScoreboardSpec } from '../scoreboard/types'
import type { ParityRules, Surface } from '../parity/parity'
import type { Instant } from '../instant'

export type GateSide = 'entry' | 'exit'

/** How a criterion is checked (semantics 7): what a definition says, without the words for people. */
export type GateCheck =
  | {
      kind: 'attested'
      roles: readonly string[]
      /** What the evidence pointers must show, one pointer each. */
      evidence: readonly string[]
      command: boolean
      maxAgeDays?: number | undefined
    }
  | { kind: 'metrics'; metrics: readonly string[]; windows: number; limitsOf?: string | undefined }
  | { kind: 'scoreboard'; status: 'green'; windows: number }
  | {
      kind: 'parity'
      classes: readonly string[]
      obligations?: readonly string[] | undefined
      kinds?: readonly string[] | undefined
    }
  | { kind: 'mapped'; classes: readonly string[] }
  | { kind: 'evidence'; ids: readonly string[] }
  | { kind: 'risks'; unownedAtOrAbove?: number | undefined; open?: readonly string[] | undefined }
  | { kind: 'killCriteria' }
  | { kind: 'phase'; phase: string; gate: GateSide }
  | {
      kind: 'defects'
      kinds: readonly string[]
      severities: readonly string[]
      classes?: readonly string[] | undefined
      releaseCandidates?: number | undefined
    }
  | { kind: 'record'; system: string; roles: readonly string[]; count: number }
  | { kind: 'decision'; decision: string }

export interface GateCriterion {
  id: string
  text: string
  /** Met when all are. */
  checks: readonly GateCheck[]
}

export interface GatePhase {
  id: string
  title: string
  entry: readonly GateCriterion[]
  exit: readonly GateCriterion[]
}

/** A metric as gates judge it: what is required of it, and how each of its measures is held against a limit. */
export interface GateMetric {
  spec: MetricSpec
  /** By measure id. */
  rules: ReadonlyMap<string, MeasureRule & { limits: readonly Limit[] }>
}

/** A program's definition as far as gates rest on it. Plain values: nothing of a certain program is written here. */
export interface GateProgram {
  id: string
  /** In their order. */
  phases: readonly GatePhase[]
  /** Titles, by role. */
  roles: ReadonlyMap<string, string>
  /** By metric, whether or not it stands on the scoreboard. */
  metrics: ReadonlyMap<string, GateMetric>
  /** What the scoreboard asks for in a phase. */
  scoreboard(phase: string | null, since: Instant): ScoreboardSpec
  /** null where the program has no surfaces. */
  parity: ParityRules | null
  surfaces: readonly Surface[]
  /** Modules of the census, with their class. */
  modules: readonly { id: string; class: string }[]
  /** The metric that says of the parity of required surfaces what can be derived from evidence; null where none does. */
  parityMetric: string | null
  /** Ids of the risks that the definition names: facts without one of them are incomplete. */
  risks: readonly string[]
  /** From this score on a risk needs an owner. */
  riskThreshold: number
  /** By id, with their words. */
  killCriteria: ReadonlyMap<string, string>
  rollbackTriggers: ReadonlyMap<string, string>
  waivers: { verdicts: readonly ('no_data' | 'fail')[]; never: readonly string[] }
}

/** A gate's name in addresses and waivers: `beta/exit`. */
export const gateName = (phase: string, side: GateSide): string => `${phase}/${side}`

/** The phase whose limits and requirements count: before the first phase the first, after release the last. */
export function effectivePhase({ phases }: Pick<GateProgram, 'phases'>, phase: string | null): string {
  const found = phase === null ? phases[0] : (phases.find(({ id }) => id === phase) ?? phases.at(-1))
  return found?.id ?? ''
}

/** The phase that a gate leads out of: an exit's own, an entry's the one before; null for the first entry. */
export function phaseLeft({ phases }: Pick<GateProgram, 'phases'>, phase: string, side: GateSide): string | null {
  if (side === 'exit') return phase
  return phases[phases.findIndex(({ id }) => id === phase) - 1]?.id ?? null
}
