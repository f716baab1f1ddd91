import type { Instant } from '../instant'
import { type EvidenceFact, evidenceStanding, type ParityRules, type Surface } from './parity'

/** What the evidence says of the required surfaces. */
export interface DerivedParity {
  passed: number
  total: number
  /** The worse of the derived rate and the uploaded one; 0 to 1. */
  rate: number
}

/** The surfaces that a phase requires; before the first phase, those of the first. */
export function requiredSurfaces(
  program: { parity: ParityRules | null; surfaces: readonly Surface[]; phases: readonly { id: string }[] },
  phase: string | null,
): Surface[] {
  const phases = program.phases.map(({ id }) => id)
  const found = phase === null ? 0 : phases.indexOf(phase)
  // After the last phase everything that was ever required still is.
  const at = found === -1 ? phases.length - 1 : found
  const required = new Set(
    program.parity?.classes
      .filter(({ retained, requiredFrom }) => retained && requiredFrom !== null && phases.indexOf(requiredFrom) <= at)
      .map(({ id }) => id),
  )
  return program.surfaces.filter((surface) => required.has(surface.class))
}

/** The checks that a phase requires: the evidence that its required surfaces name. */
export const requiredChecks = (program: Parameters<typeof requiredSurfaces>[0], phase: string | null): string[] => [
  ...new Set(requiredSurfaces(program, phase).flatMap((surface) => surface.evidence)),
]

/** An uploaded rate, 0 to 1, with the checks that its total leaves out counted as failed (semantics 14). */
export const countedRate = ({ passed, total }: { passed: number; total: number }, required: number): number =>
  passed / Math.max(total, required)

/**
 * The parity pass rate: passed / named ids of required surfaces, absent and stale ones in the denominator (semantics
 * 14). Of the uploaded counts, a total below the required number counts the rest as failed. null where no surface is
 * required, since of nothing there is no rate.
 */
export function derivedParity(
  program: Parameters<typeof requiredSurfaces>[0],
  phase: string | null,
  evidence: ReadonlyMap<string, EvidenceFact>,
  uploaded: { passed: number; total: number } | null,
  now: Instant,
): DerivedParity | null {
  const { parity } = program
  const ids = requiredChecks(program, phase)
  if (parity === null || ids.length === 0) return null
  const passed = ids.filter((id) => evidenceStanding(parity, id, evidence.get(id), now).state === 'pass').length
  const total = ids.length
  const said = uploaded === null ? 1 : countedRate(uploaded, total)
  return { passed, total, rate: Math.min(passed / total, said) }
}
