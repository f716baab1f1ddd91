import type { Damage } from '../damage'
import type { Path, Problem } from '../fault'
import type { Draft } from '../shape'
import type { Program } from '../schema/program'

/** A definition as the checks see it: whatever is misshaped is not there. */
export type Definition = Draft<Program>

/** The ids that rows declare. */
export interface Ids {
  what: string
  ids: ReadonlySet<string>
  /** false where a row's id cannot be read: then no id is called unknown, for it may be that one. */
  complete: boolean
}

/** Collects what does not fit together. */
export class Checker {
  readonly problems: Problem[] = []

  constructor(private readonly damage: Damage) {}

  report(path: Path, code: string, message: string): void {
    this.problems.push({ path, code, message })
  }

  /** Reports something that is not there, unless a fault at or below one of `where` may be why it seems so. */
  reportLack(path: Path, code: string, message: string, where: readonly Path[]): void {
    if (where.every((one) => this.damage.isSound(one))) this.report(path, code, message)
  }

  /** Whether what is at `path`, or that nothing is, is what the author meant. */
  isReadable(path: Path): boolean {
    return this.damage.isReadable(path)
  }

  /** The ids of the rows at `path`, each of which must be there once. */
  declare(
    path: Path,
    what: string,
    rows: readonly ({ readonly id?: string | undefined } | undefined)[] | undefined,
  ): Ids {
    const ids = this.distinct(path, 'id', rows, (id) => `${what} ${id} is there twice`)
    const complete = this.damage.isReadable(path) && (rows ?? []).every((row) => row?.id !== undefined)
    return { what, ids, complete }
  }

  /** Reports each row whose `key` another row has already, and returns the values. */
  distinct<K extends string>(
    path: Path,
    key: K,
    rows: readonly ({ readonly [key in K]?: string | undefined } | undefined)[] | undefined,
    message: (value: string) => string,
  ): Set<string> {
    const seen = new Set<string>()
    rows?.forEach((row, index) => {
      const value = row?.[key]
      if (value === undefined) return
      if (seen.has(value)) this.report([...path, index, key], 'duplicate', message(value))
      seen.add(value)
    })
    return seen
  }

  /** Reports an id that no row declares. Answers whether there was nothing to report. */
  known(path: Path, id: string | undefined, { what, ids, complete }: Ids): boolean {
    const fine = id === undefined || !complete || ids.has(id)
    if (!fine) this.report(path, 'unknown', `there is no ${what} ${id}`)
    return fine
  }

  allKnown(path: Path, ids: readonly (string | undefined)[] | undefined, known: Ids): boolean {
    return (ids ?? []).map((id, index) => this.known([...path, index], id, known)).every((fine) => fine)
  }
}

/** The rows that can be read, each with its place in the list. */
export function present<T>(rows: readonly (T | undefined)[] | undefined): [number, T][] {
  return (rows ?? []).flatMap((row, index): [number, T][] => (row === undefined ? [] : [[index, row]]))
}

/** Ids of either kind. */
export function either(what: string, ...kinds: readonly Ids[]): Ids {
  return {
    what,
    ids: new Set(kinds.flatMap(({ ids }) => [...ids])),
    complete: kinds.every(({ complete }) => complete),
  }
}
