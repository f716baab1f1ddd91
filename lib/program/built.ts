import type { Problem } from './fault'
import type { Program } from './schema/program'

const later = (path: readonly PropertyKey[], what: string): Problem => ({
  path,
  code: 'not_built',
  message: `${what} can be said but is not built yet, so a definition that uses it is refused rather than half obeyed`,
})

/** What a definition asks for that this version does not do (semantics 2). */
export function unbuilt(program: Program): Problem[] {
  const problems: Problem[] = []
  if (program.window.length === 'P2W' || program.window.length === 'P3M') {
    problems.push(later(['window', 'length'], `a window of ${program.window.length}`))
  }
  program.ladders.forEach((_, index) => {
    problems.push(later(['ladders', index], 'a ladder beside the phases'))
  })
  program.phases.forEach((phase, p) => {
    for (const side of ['entry', 'exit'] as const) {
      const gate = phase[side]
      const at = ['phases', p, side]
      if (gate.passingScore !== undefined) problems.push(later([...at, 'passingScore'], 'a passing score'))
      gate.criteria.forEach((criterion, c) => {
        const here = [...at, 'criteria', c]
        if (criterion.weight !== undefined) problems.push(later([...here, 'weight'], 'a weighted criterion'))
        if (criterion.blocking !== undefined) problems.push(later([...here, 'blocking'], 'a blocking criterion'))
        if (criterion.check.kind === 'dwell') problems.push(later([...here, 'check'], 'an exit by dwelling'))
        if (criterion.check.kind === 'gate') problems.push(later([...here, 'check'], 'a gate of another ladder'))
      })
    }
  })
  return problems
}
