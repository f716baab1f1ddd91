import type { Damage } from '../damage'
import type { Problem } from '../fault'
import { Checker, type Definition } from './checker'
import { checkGates } from './gates'
import { checkGovernance } from './governance'
import { checkMetrics } from './metrics'
import { declareNames } from './names'
import { checkRisks } from './risks'
import { checkStops } from './stops'
import { checkSurfaces } from './surfaces'

/** Every fault between the rows of a definition: duplicates, unknown ids, limits and quorums that cannot be. */
export function inconsistencies(program: Definition | undefined, damage: Damage): Problem[] {
  if (program === undefined) return []
  const checker = new Checker(damage)
  const names = declareNames(checker, program)
  checkMetrics(checker, program, names)
  checkSurfaces(checker, program, names)
  checkGates(checker, program, names)
  checkGovernance(checker, program, names)
  checkStops(checker, program, names)
  checkRisks(checker, program, names)
  return checker.problems
}
