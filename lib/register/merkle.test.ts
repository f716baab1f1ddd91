import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from './digest'
import {
  consistencyPlan,
  emptyRoot,
  GrowingTree,
  inclusionPlan,
  leafHash,
  type ReadNode,
  rootPlan,
  type TreeNode,
  verifyConsistency,
  verifyInclusion,
} from './merkle'
import vectors from './vectors/rfc6962.json'

const key = ({ level, index }: TreeNode): string => `${level}/${index}`
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Buffer => Buffer.from(text, 'hex')

/** A tree grown leaf by leaf, with every complete subtree kept: what the database holds. */
function grown(leaves: readonly Uint8Array[]): { read: ReadNode; roots: Buffer[]; hashes: Buffer[] } {
  const nodes = new Map<string, Buffer>()
  const tree = new GrowingTree()
  const roots = [tree.root]
  const hashes = leaves.map(leafHash)
  for (const hash of hashes) {
    for (const node of tree.append(hash)) nodes.set(key(node), node.hash)
    roots.push(tree.root)
  }
  const read: ReadNode = (node) => {
    const found = nodes.get(key(node))
    if (found === undefined) throw new Error(`${key(node)} is not complete`)
    return found
  }
  return { read, roots, hashes }
}

/** RFC 6962, section 2.1, word for word. */
function reference(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256('')
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) return sha256(Buffer.concat([Buffer.from([0]), only]))
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return sha256(Buffer.concat([Buffer.from([1]), reference(leaves.slice(0, k)), reference(leaves.slice(k))]))
}

const known = grown(vectors.leaves.map(bytes))
const numbered = grown(Array.from({ length: 130 }, (_, index) => Buffer.from(`entry ${index}`)))
const root = (size: number): Buffer => numbered.roots[size] ?? emptyRoot
const hashAt = (index: number): Buffer => numbered.hashes[index] ?? emptyRoot

describe('known answers of RFC 6962', () => {
  it('has these roots', () => {
    expect(known.roots.map(hex)).toEqual(vectors.roots)
    for (const [size, expected] of vectors.roots.entries())
      expect(rootPlan(size).hashes(known.read).map(hex)).toEqual([expected])
  })

  it.each(vectors.inclusion)('proves leaf $leaf of $size', ({ leaf, size, path }) => {
    expect(inclusionPlan(leaf, size).hashes(known.read).map(hex)).toEqual(path)
    const hash = leafHash(bytes(vectors.leaves[leaf] ?? ''))
    expect(verifyInclusion({ index: leaf, hash }, size, path.map(bytes), bytes(vectors.roots[size] ?? ''))).toBe(true)
  })

  it.each(vectors.consistency)('proves that $from grew to $to', ({ from, to, path }) => {
    expect(consistencyPlan(from, to).hashes(known.read).map(hex)).toEqual(path)
    const head = (size: number) => ({ size, root: bytes(vectors.roots[size] ?? '') })
    expect(verifyConsistency(head(from), head(to), path.map(bytes))).toBe(true)
  })
})

describe('a tree of any size', () => {
  it('has the root that the RFC defines, grown or resumed anywhere', () => {
    const leaves = Array.from({ length: 70 }, (_, index) => Buffer.from(`entry ${index}`))
    for (let size = 0; size <= leaves.length; size += 1) {
      expect(hex(root(size))).toBe(hex(reference(leaves.slice(0, size))))
      const resumed = GrowingTree.of(size, numbered.read)
      expect(hex(resumed.root)).toBe(hex(root(size)))
      for (let next = size; next < size + 5; next += 1) resumed.append(hashAt(next))
      expect(hex(resumed.root)).toBe(hex(root(size + 5)))
      expect(resumed.size).toBe(size + 5)
    }
  })

  const sizes = fc.integer({ min: 1, max: 130 })
  const leafOf = sizes.chain((size) =>
    fc.record({ size: fc.constant(size), leaf: fc.integer({ min: 0, max: size - 1 }) }),
  )

  it('proves every leaf, and reads only complete subtrees for it', () => {
    fc.assert(
      fc.property(leafOf, ({ size, leaf }) => {
        const path = inclusionPlan(leaf, size).hashes(numbered.read)
        expect(path.length).toBeLessThanOrEqual(8)
        expect(verifyInclusion({ index: leaf, hash: hashAt(leaf) }, size, path, root(size))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('proves nothing once a bit, the place, the size or the length of the path is another', () => {
    fc.assert(
      fc.property(leafOf, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }), ({ size, leaf }, part, at, bit) => {
        const path = inclusionPlan(leaf, size).hashes(numbered.read)
        const head = root(size)
        const all = [hashAt(leaf), head, ...path].map((one) => Buffer.from(one))
        const altered = all[part % all.length]
        if (altered === undefined) throw new Error('nothing to alter')
        altered[at % 32] = (altered[at % 32] ?? 0) ^ (1 << bit)
        const [hash = head, rootThen = head, ...rest] = all
        expect(verifyInclusion({ index: leaf, hash }, size, rest, rootThen)).toBe(false)

        const check = (index: number, total: number, given: readonly Buffer[]): boolean =>
          verifyInclusion({ index, hash: hashAt(leaf) }, total, given, head)
        expect(check((leaf + 1 + (part % size)) % size, size, path)).toBe(
          size === 1 || (1 + (part % size)) % size === 0,
        )
        expect(check(leaf, size, [...path, head])).toBe(false)
        if (path.length > 0) expect(check(leaf, size, path.slice(1))).toBe(false)
        if (path.length > 0) expect(check(leaf, size, path.slice(0, -1))).toBe(false)
        expect(check(size, size, path)).toBe(false)
        expect(check(-1, size, path)).toBe(false)
        expect(check(0.5, size, path)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('is the beginning of every larger one, and of no other', () => {
    for (let to = 0; to <= 40; to += 1) {
      for (let from = 0; from <= to; from += 1) {
        const path = consistencyPlan(from, to).hashes(numbered.read)
        const [older, newer] = [
          { size: from, root: root(from) },
          { size: to, root: root(to) },
        ]
        expect(verifyConsistency(older, newer, path)).toBe(true)
        expect(verifyConsistency(newer, older, path)).toBe(from === to)
        expect(verifyConsistency(older, newer, [...path, root(3)])).toBe(false)
        if (path.length > 0) expect(verifyConsistency(older, newer, path.slice(1))).toBe(false)
        if (from !== to) expect(verifyConsistency({ ...older, root: root(to) }, newer, path)).toBe(false)
        if (from > 0) expect(verifyConsistency(older, { ...newer, root: root(to + 1) }, path)).toBe(false)
        for (const [index] of path.entries()) {
          const altered = path.with(index, sha256(path[index] ?? ''))
          expect(verifyConsistency(older, newer, altered)).toBe(false)
        }
      }
    }
  })

  it('refuses to plan what cannot be', () => {
    expect(() => inclusionPlan(3, 3)).toThrow(RangeError)
    expect(() => inclusionPlan(-1, 3)).toThrow(RangeError)
    expect(() => inclusionPlan(0, 0)).toThrow(RangeError)
    expect(() => consistencyPlan(4, 3)).toThrow(RangeError)
    expect(() => consistencyPlan(0.5, 3)).toThrow(RangeError)
  })

  it('takes only hashes of 32 bytes', () => {
    const short = Buffer.alloc(31)
    expect(verifyInclusion({ index: 0, hash: short }, 1, [], short)).toBe(false)
    expect(verifyConsistency({ size: 1, root: short }, { size: 1, root: short }, [])).toBe(false)
  })
})
