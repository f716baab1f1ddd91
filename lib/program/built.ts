import type { Path, Problem } from './fault'
import { checksOf } from './check/gates'
import { type Definition, present } from './check/checker'

const later = (path: Path, what: string): Problem => ({
  path,
  code: 'not_built',
  message: `${what} can be said but is not built yet, so a definition that uses it is refused rather than half obeyed`,
})

/** What a definition asks for that this version does not do (semantics 2). */
export function unbuilt(program: Definition | undefined): Problem[] {
  const problems: Problem[] = []
  const length = program?.window?.length
  if (length === 'P2W' || length === 'P3M') problems.push(later(['window', 'length'], `a window of ${length}`))
  for (const [l] of present(program?.ladders)) problems.push(later(['ladders', l], 'a ladder beside the phases'))
  for (const [p, phase] of present(program?.phases)) {
    for (const side of ['entry', 'exit'] as const) {
      const gate = phase[side]
      const at = ['phases', p, side]
      if (gate?.passingScore !== undefined) problems.push(later([...at, 'passingScore'], 'a passing score'))
      for (const [c, criterion] of present(gate?.criteria)) {
        const here = [...at, 'criteria', c]
        if (criterion.weight !== undefined) problems.push(later([...here, 'weight'], 'a weighted criterion'))
        if (criterion.blocking !== undefined) problems.push(later([...here, 'blocking'], 'a blocking criterion'))
        for (const [path, check] of checksOf(criterion)) {
          if (check.kind === 'dwell') problems.push(later([...here, ...path], 'an exit by dwelling'))
          if (check.kind === 'gate') problems.push(later([...here, ...path], 'a gate of another ladder'))
        }
      }
    }
  }
  return problems
}
