import { type Checker, type Definition, present } from './checker'
import type { Names } from './names'

/** Surfaces, modules and what is said of them. */
export function checkSurfaces(checker: Checker, { surfaces }: Definition, names: Names): void {
  const { parity, census } = surfaces ?? {}
  checker.declare(['surfaces', 'retained'], 'surface', surfaces?.retained)
  checker.declare(['surfaces', 'crates'], 'crate', surfaces?.crates)
  checker.declare(['surfaces', 'closure', 'forbiddenCrates'], 'crate', surfaces?.closure?.forbiddenCrates)
  checker.declare(['surfaces', 'deliverables'], 'deliverable', surfaces?.deliverables)
  checker.allKnown(['surfaces', 'parity', 'kinds'], parity?.kinds, names.evidenceKinds)
  checker.allKnown(['surfaces', 'parity', 'replayObligations'], parity?.replayObligations, names.obligations)
  for (const [c, row] of present(surfaces?.classes)) {
    checker.known(['surfaces', 'classes', c, 'requiredFrom'], row.requiredFrom, names.phases)
  }
  for (const [m, row] of present(surfaces?.modules)) {
    checker.known(['surfaces', 'modules', m, 'class'], row.class, names.classes)
  }
  for (const [h, row] of present(census?.hotspots)) {
    checker.known(['surfaces', 'census', 'hotspots', h, 'module'], row.module, names.modules)
  }
  for (const [s, surface] of present(surfaces?.retained)) {
    const at = ['surfaces', 'retained', s]
    checker.known([...at, 'class'], surface.class, names.classes)
    checker.allKnown([...at, 'obligations'], surface.obligations, names.obligations)
    for (const [e, id] of present(surface.evidence)) {
      const { ids, complete } = names.evidenceKinds
      if (!complete || ids.has(kindOf(id))) continue
      checker.report([...at, 'evidence', e], 'unknown', `${id} starts with no evidence kind (${[...ids].join(', ')})`)
    }
  }
}

/** The evidence kind that an id names: `U-TYPES-01` is of kind `U`. */
export const kindOf = (evidence: string): string => evidence.split('-')[0] ?? ''
