import type { Path } from '../fault'
import type { Signal } from '../schema/signals'
import type { Draft } from '../shape'
import { type Checker, type Definition, type Ids, present } from './checker'
import type { Names } from './names'
import { kindOf } from './surfaces'

/** What signals name must be there, and at least one surface must be able to give a signal that surfaces give. */
export function checkSignals(
  checker: Checker,
  at: Path,
  signals: readonly (Draft<Signal> | undefined)[] | undefined,
  program: Definition,
  names: Names,
): void {
  for (const [s, signal] of present(signals)) checkSignal(checker, [...at, s], signal, program, names)
}

function checkSignal(checker: Checker, at: Path, signal: Draft<Signal>, program: Definition, names: Names): void {
  switch (signal.kind) {
    case 'metric':
      checker.known([...at, 'metric'], signal.metric, names.metrics)
      return
    case 'hardCap':
      checker.allKnown([...at, 'metrics'], signal.metrics, names.metrics)
      return
    case 'evidence':
      checker.allKnown([...at, 'ids'], signal.ids, names.evidence)
      return
    case 'evidenceKind': {
      const { evidenceKind: kind } = signal
      if (!checker.known([...at, 'evidenceKind'], kind, names.evidenceKinds)) return
      if (kind !== undefined) checkSource(checker, at, program, names, undefined, [kind])
      return
    }
    case 'obligation': {
      const { obligation, kinds } = signal
      const known = [
        checker.known([...at, 'obligation'], obligation, names.obligations),
        checker.allKnown([...at, 'kinds'], kinds, names.evidenceKinds),
      ]
      if (obligation !== undefined && !known.includes(false))
        checkSource(checker, at, program, names, obligation, kinds)
      return
    }
    case 'declared':
    case undefined:
      return
  }
}

/** A signal that no surface can give never comes, and its silence would look like safety. */
function checkSource(
  checker: Checker,
  at: Path,
  program: Definition,
  names: Names,
  obligation: string | undefined,
  kinds: readonly (string | undefined)[] | undefined,
): void {
  const given = present(program.surfaces?.retained).some(([, { obligations, evidence }]) => {
    // An obligation or a kind that is not known may mean this one.
    const keeps =
      obligation === undefined || obligations?.some((one) => one === obligation || !isKnown(one, names.obligations))
    return keeps && evidence?.some((id) => kinds === undefined || gives(id, kinds, names.evidenceKinds))
  })
  if (given) return
  const message = 'no retained surface names evidence that could give this signal, so it could never fire'
  checker.reportLack(at, 'never', message, [
    ['surfaces', 'retained'],
    [...at, 'kinds'],
  ])
}

const isKnown = (id: string | undefined, { ids }: Ids): boolean => id !== undefined && ids.has(id)

function gives(id: string | undefined, kinds: readonly (string | undefined)[], known: Ids): boolean {
  const kind = kindOf(id ?? '')
  return kinds.includes(kind) || !isKnown(kind, known)
}
