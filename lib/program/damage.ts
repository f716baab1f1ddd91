import type { Path } from './fault'

/**
 * Where a definition has faults of syntax or shape. The checks between rows run on the rest of it, and ask here whether
 * something that seems to be lacking may only be misshaped: a fault must not draw others after it.
 */
export class Damage {
  private readonly places = new Set<string>()
  private readonly above = new Set<string>()
  private readonly strays = new Map<string, ReadonlySet<string>>()

  /** The value at `path` cannot be used. */
  add(path: Path): void {
    this.places.add(keyOf(path))
    for (let depth = 0; depth < path.length; depth += 1) this.above.add(keyOf(path.slice(0, depth)))
  }

  /** What stands at `path` has a key it should not have: perhaps one that seems to be lacking, misspelt. */
  addStrayKey(path: Path, keys: Iterable<string>): void {
    this.strays.set(keyOf(path), new Set(keys))
    for (let depth = 0; depth <= path.length; depth += 1) this.above.add(keyOf(path.slice(0, depth)))
  }

  /** Whether the value at `path`, or its absence, is what the author meant, whatever is wrong further down in it. */
  isReadable(path: Path): boolean {
    for (let depth = 0; depth <= path.length; depth += 1) {
      const here = keyOf(path.slice(0, depth))
      if (this.places.has(here)) return false
      const keys = this.strays.get(here)
      if (depth < path.length && keys?.has(String(path[depth])) === false) return false
    }
    return true
  }

  /** Whether nothing is wrong at `path` or further down in it. */
  isSound(path: Path): boolean {
    return this.isReadable(path) && !this.above.has(keyOf(path))
  }
}

const keyOf = (path: Path): string => JSON.stringify(path.map(String))
