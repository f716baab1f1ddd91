import { sha256 } from './digest'

/**
 * Merkle trees as in RFC 6962, section 2.1, over SHA-256. Sizes and indices are whole numbers up to 2^53; hashes are
 * 32 bytes. A tree of any size is put together from complete subtrees, so whoever stores those can prove anything of
 * any earlier size with a logarithm of reads.
 */

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The root of a tree without leaves. */
export const emptyRoot: Buffer = sha256('')

export const leafHash = (entry: Uint8Array): Buffer => sha256(Buffer.concat([LEAF, entry]))

const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([NODE, left, right]))

/** A complete subtree: 2^level leaves from index × 2^level on. Level 0 is a leaf. */
export interface TreeNode {
  level: number
  index: number
}

/** Leaves from `from` up to and without `to`. */
interface Range {
  from: number
  to: number
}

/** Reads the hash of a complete subtree. */
export type ReadNode = (node: TreeNode) => Uint8Array

/** The largest power of two below n (n > 1): where RFC 6962 splits a tree of n leaves. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The complete subtrees that a range falls into, from the left; a range starts at a multiple of their sizes. */
function nodesOf({ from, to }: Range): TreeNode[] {
  const nodes: TreeNode[] = []
  for (let at = from; at < to; ) {
    let [level, size] = [0, 1]
    while (at + size * 2 <= to && (at - from) % (size * 2) === 0) [level, size] = [level + 1, size * 2]
    nodes.push({ level, index: at / size })
    at += size
  }
  return nodes
}

function hashOf(range: Range, read: ReadNode): Buffer {
  const hashes = nodesOf(range).map(read)
  const last = hashes.pop()
  if (last === undefined) return emptyRoot
  return Buffer.from(hashes.reduceRight((right, left) => nodeHash(left, right), last))
}

/** A list of hashes to be read: the subtrees it needs, and the hashes once they are there. */
export interface Plan {
  nodes: TreeNode[]
  hashes(read: ReadNode): Buffer[]
}

const planFor = (ranges: readonly Range[]): Plan => ({
  nodes: ranges.flatMap(nodesOf),
  hashes: (read) => ranges.map((range) => hashOf(range, read)),
})

/** The root of the first `size` leaves: a plan of one hash. */
export const rootPlan = (size: number): Plan => planFor([{ from: 0, to: size }])

/** The audit path of a leaf in the tree of the first `size` leaves, from the leaf upwards (RFC 6962, 2.1.1). */
export function inclusionPlan(leaf: number, size: number): Plan {
  if (!isIndex(leaf) || !isIndex(size) || leaf >= size) throw new RangeError(`leaf ${leaf} is not in a tree of ${size}`)
  const path: Range[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + split(to - from)
    if (leaf < middle) {
      path.unshift({ from: middle, to })
      to = middle
    } else {
      path.unshift({ from, to: middle })
      from = middle
    }
  }
  return planFor(path)
}

/** That the tree of `older` leaves is the beginning of the tree of `newer` ones (RFC 6962, 2.1.2). */
export function consistencyPlan(older: number, newer: number): Plan {
  if (!isIndex(older) || !isIndex(newer) || older > newer)
    throw new RangeError(`${older} leaves do not grow to ${newer}`)
  if (older === 0 || older === newer) return planFor([])
  const path: Range[] = []
  let [from, to] = [0, newer]
  let whole = true
  while (to !== older) {
    const middle = from + split(to - from)
    if (older <= middle) {
      path.unshift({ from: middle, to })
      to = middle
    } else {
      path.unshift({ from, to: middle })
      from = middle
      whole = false
    }
  }
  return planFor(whole ? path : [{ from, to }, ...path])
}

const isIndex = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

const isOdd = (n: number): boolean => n % 2 === 1

const half = (n: number): number => Math.floor(n / 2)

/** Whether a path proves that the leaf with this hash stands at this index of the tree with this size and root. */
export function verifyInclusion(
  leaf: { index: number; hash: Uint8Array },
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isIndex(leaf.index) || !isIndex(size) || leaf.index >= size || !areHashes([leaf.hash, root, ...path]))
    return false
  let [node, last] = [leaf.index, size - 1]
  let hash = leaf.hash
  for (const sibling of path) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && same(hash, root)
}

export interface TreeHead {
  size: number
  root: Uint8Array
}

/** Whether a path proves that the newer tree begins with the older one. */
export function verifyConsistency(older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size > newer.size) return false
  if (!areHashes([older.root, newer.root, ...path])) return false
  if (older.size === newer.size) return path.length === 0 && same(older.root, newer.root)
  if (older.size === 0) return path.length === 0 && same(older.root, emptyRoot)
  let [node, last] = [older.size - 1, newer.size - 1]
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  const rest = [...path]
  const first = node === 0 ? older.root : rest.shift()
  if (first === undefined) return false
  let [was, is] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      was = nodeHash(sibling, was)
      is = nodeHash(sibling, is)
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)]
    } else {
      is = nodeHash(is, sibling)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && same(was, older.root) && same(is, newer.root)
}

const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32)

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** A tree that grows: its size and the roots of the complete subtrees it falls into, from the left. */
export class GrowingTree {
  #size = 0
  readonly #peaks: (TreeNode & { hash: Buffer })[] = []

  /** The tree of the first `size` leaves, from `rootPlan(size).nodes` in their order. */
  static of(size: number, read: ReadNode): GrowingTree {
    const tree = new GrowingTree()
    tree.#size = size
    tree.#peaks.push(...nodesOf({ from: 0, to: size }).map((node) => ({ ...node, hash: Buffer.from(read(node)) })))
    return tree
  }

  get size(): number {
    return this.#size
  }

  get root(): Buffer {
    const hashes = this.#peaks.map(({ hash }) => hash)
    const last = hashes.pop()
    return last === undefined ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right), last)
  }

  /** Adds a leaf; answers with the subtrees that it completes, itself first. */
  append(hash: Buffer): (TreeNode & { hash: Buffer })[] {
    let node = { level: 0, index: this.#size, hash }
    const completed = [node]
    for (let left = this.#peaks.at(-1); left?.level === node.level; left = this.#peaks.at(-1)) {
      this.#peaks.pop()
      node = { level: node.level + 1, index: half(node.index), hash: nodeHash(left.hash, node.hash) }
      completed.push(node)
    }
    this.#peaks.push(node)
    this.#size += 1
    return completed
  }
}
