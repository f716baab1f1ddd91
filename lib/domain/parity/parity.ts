import { DAY, type Instant } from '../instant'
import { formatSpan } from '../metric/format'

/** A retained surface with what it must keep and the evidence that it names. */
export interface Surface {
  id: string
  class: string
  obligations: readonly string[]
  assertion: string
  evidence: readonly string[]
}

export interface SurfaceClass {
  id: string
  title: string
  retained: boolean
  /** The phase from which its surfaces are required; null: never. */
  requiredFrom: string | null
}

export interface ParityRules {
  /** Every surface names evidence of each of these kinds. */
  kinds: readonly string[]
  /** Kinds that are replay proof. */
  replayKinds: readonly string[]
  /** Kinds that the program knows, longest first. */
  allKinds: readonly string[]
  /** A surface with one of these and no replay proof is temporary risk debt. */
  replayObligations: readonly string[]
  maxAgeDays: number
  classes: readonly SurfaceClass[]
}

/** The latest counted outcome of an evidence id. */
export interface EvidenceFact {
  id: string
  outcome: 'pass' | 'fail' | 'error'
  observedAt: Instant
  run: { id: string; number: number }
  commit: string | null
  artifact: string
  sha256: string | null
  command: string | null
  replay: string | null
}

/** A decision that lets a surface do without replay proof for a while. */
export interface ParityDebt {
  id: number
  surface: string
  risk: string
  expiresAt: Instant
  decision: number
}

/** A stale result is absence, and absence is failure; they are told apart so that people know what to do. */
export type EvidenceState = 'pass' | 'fail' | 'stale' | 'absent'

export interface EvidenceStanding {
  id: string
  kind: string
  state: EvidenceState
  fact: EvidenceFact | null
  /** Milliseconds at T. */
  age: number | null
}

/** How one evidence id stands at an instant (semantics 14). */
export function evidenceStanding(
  rules: Pick<ParityRules, 'maxAgeDays' | 'allKinds'>,
  id: string,
  fact: EvidenceFact | undefined,
  now: Instant,
): EvidenceStanding {
  const kind = kindOf(rules.allKinds, id)
  if (fact === undefined) return { id, kind, state: 'absent', fact: null, age: null }
  const age = Math.max(0, now - fact.observedAt)
  // A failure does not go away by growing old.
  const state = fact.outcome !== 'pass' ? 'fail' : age > rules.maxAgeDays * DAY ? 'stale' : 'pass'
  return { id, kind, state, fact, age }
}

/** `U-TYPES-01` is of kind `U`; an id of no known kind is of none. */
function kindOf(kinds: readonly string[], id: string): string {
  return kinds.find((kind) => id.startsWith(`${kind}-`)) ?? ''
}

export type SurfaceState = 'met' | 'unmet' | 'no_data'

export interface SurfaceStanding {
  surface: Surface
  state: SurfaceState
  evidence: EvidenceStanding[]
  /** Kinds that the surface must name evidence of and does not. */
  missingKinds: string[]
  /** It keeps an obligation that asks for replay proof, and names none. */
  needsReplay: boolean
  /** The debt that stands for the missing proof. */
  debt: ParityDebt | null
  reasons: string[]
  toMeet: string[]
}

/**
 * How a surface stands at an instant. `kinds` is a gate's filter: evidence of other kinds is not looked at, and a
 * surface must name evidence of at least one of them, and of each that the program demands of every surface.
 */
export function surfaceStanding(
  rules: ParityRules,
  surface: Surface,
  evidence: ReadonlyMap<string, EvidenceFact>,
  debts: readonly ParityDebt[],
  now: Instant,
  kinds: readonly string[] | null = null,
): SurfaceStanding {
  const asked = (kind: string): boolean => kinds === null || kinds.includes(kind)
  const named = surface.evidence.map((id) => evidenceStanding(rules, id, evidence.get(id), now))
  const looked = named.filter(({ kind }) => asked(kind))
  const missingKinds = rules.kinds.filter((kind) => asked(kind) && !looked.some((one) => one.kind === kind))
  const asksReplay = rules.replayKinds.some(asked)
  const hasReplay = named.some(({ kind }) => rules.replayKinds.includes(kind))
  const bound = surface.obligations.filter((one) => rules.replayObligations.includes(one))
  const needsReplay = asksReplay && !hasReplay && bound.length > 0
  const debt = needsReplay ? debtOf(surface, debts, now) : null
  const reasons: string[] = []
  const toMeet: string[] = []
  let state: SurfaceState = 'met'
  const find = (found: SurfaceState, reason: string, step: string): void => {
    if (found === 'unmet' || state === 'met') state = found
    reasons.push(reason)
    toMeet.push(step)
  }
  if (surface.obligations.length === 0) {
    find('unmet', `unmapped: surface ${surface.id} names no obligation`, mapIt(surface))
  }
  if (looked.length === 0 && missingKinds.length === 0) {
    const wanted = (kinds ?? rules.allKinds).join(' or ')
    find('unmet', `no_evidence: surface ${surface.id} names no evidence of kind ${wanted}`, nameIt(surface, wanted))
  }
  for (const kind of missingKinds) {
    find('unmet', `parity_incomplete: surface ${surface.id} names no ${kind}-* evidence`, nameIt(surface, kind))
  }
  if (needsReplay && debt === null) {
    const words = `no_replay: surface ${surface.id} keeps ${bound.join(' and ')}, names no replay proof, and no debt stands for it`
    find(
      'unmet',
      words,
      `debt: a decision lets surface ${surface.id} stand as temporary debt on a risk, or a revision names replay proof`,
    )
  }
  for (const one of looked) {
    if (one.state === 'pass') continue
    find(one.state === 'fail' ? 'unmet' : 'no_data', evidenceReason(one, rules), passIt(one.id))
  }
  return { surface, state, evidence: looked, missingKinds, needsReplay, debt, reasons, toMeet }
}

/** Of several that hold, the one that holds longest. */
function debtOf(surface: Surface, debts: readonly ParityDebt[], now: Instant): ParityDebt | null {
  return debts
    .filter((debt) => debt.surface === surface.id && debt.expiresAt > now)
    .reduce<ParityDebt | null>((best, next) => (best === null || next.expiresAt > best.expiresAt ? next : best), null)
}

/** Why an evidence id does not stand. */
export function evidenceReason(standing: EvidenceStanding, rules: Pick<ParityRules, 'maxAgeDays'>): string {
  const { id, state, fact, age } = standing
  if (fact === null || age === null) return `absent: no gated run has reported ${id}`
  if (state === 'stale')
    return `stale: ${id} passed ${formatSpan(age)} ago, and a result counts for ${rules.maxAgeDays} days`
  return `${fact.outcome === 'error' ? 'error' : 'failed'}: ${id} did not pass in run ${fact.run.id}`
}

export const passIt = (id: string): string => `pass: a gated, complete run in which ${id} passes`

const nameIt = ({ id }: Surface, kind: string): string =>
  `name_evidence: a revision of the program names ${kind}-* evidence of ${id}`

const mapIt = ({ id }: Surface): string => `map: a revision of the program maps surface ${id} to an obligation`
