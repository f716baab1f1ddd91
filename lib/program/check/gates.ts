import { RELEASED } from '../compile'
import type { Path } from '../fault'
import type { Check, Criterion } from '../schema/gates'
import type { Draft } from '../shape'
import { type Checker, type Definition, present } from './checker'
import type { Names } from './names'

/** Phases and the checks of their gates: whatever a check names must be there. */
export function checkGates(checker: Checker, program: Definition, names: Names): void {
  for (const [p, phase] of present(program.phases)) {
    if (phase.id === RELEASED) {
      checker.report(
        ['phases', p, 'id'],
        'reserved',
        `a program is ${RELEASED} after its last phase: name this one otherwise`,
      )
    }
    for (const side of ['entry', 'exit'] as const) {
      for (const [c, criterion] of present(phase[side]?.criteria)) {
        const at = ['phases', p, side, 'criteria', c]
        for (const [path, check] of checksOf(criterion)) checkOne(checker, [...at, ...path], check, program, names)
      }
    }
  }
}

/** The checks of a criterion, each with its path from there. */
export function checksOf(criterion: Draft<Criterion>): [Path, Draft<Check>][] {
  const also = present(criterion.also).map(([i, one]): [Path, Draft<Check>] => [['also', i], one])
  return criterion.check === undefined ? also : [[['check'], criterion.check], ...also]
}

function checkOne(checker: Checker, at: Path, check: Draft<Check>, program: Definition, names: Names): void {
  switch (check.kind) {
    case 'attested':
    case 'record':
      checker.allKnown([...at, 'roles'], check.roles, names.roles)
      return
    case 'metrics':
      checker.known([...at, 'limitsOf'], check.limitsOf, names.phases)
      checker.allKnown([...at, 'metrics'], check.metrics, names.metrics)
      return
    case 'parity':
      checker.allKnown([...at, 'classes'], check.classes, names.classes)
      checker.allKnown([...at, 'kinds'], check.kinds, names.evidenceKinds)
      checker.allKnown([...at, 'obligations'], check.obligations, names.obligations)
      return
    case 'mapped':
      checker.allKnown([...at, 'classes'], check.classes, names.classes)
      return
    case 'evidence':
      checker.allKnown([...at, 'ids'], check.ids, names.evidence)
      return
    case 'phase':
      checker.known([...at, 'phase'], check.phase, names.phases)
      return
    case 'defects':
      checker.allKnown([...at, 'classes'], check.classes, names.classes)
      if (program.defects === undefined) {
        const message = 'defects are judged here, so the program must list their kinds and severities under `defects`'
        checker.reportLack(at, 'missing', message, [['defects']])
        return
      }
      checker.allKnown([...at, 'kinds'], check.kinds, names.defectKinds)
      checker.allKnown([...at, 'severities'], check.severities, names.defectSeverities)
      return
    case 'decision':
      checker.known([...at, 'decision'], check.decision, names.decisions)
      return
    // These name no rows of the definition; the last two are not built yet.
    case 'scoreboard':
    case 'risks':
    case 'killCriteria':
    case 'gate':
    case 'dwell':
    case undefined:
      return
  }
}
