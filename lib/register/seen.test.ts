import { describe, expect, it } from 'vitest'
import { signCheckpoint } from './checkpoint'
import { sha256 } from './digest'
import { registerKey } from './fixtures/decision'
import { consistencyPlan, GrowingTree, leafHash } from './merkle'
import { compareCheckpoints, isExtension } from './seen'

const note = (size: number, root: Buffer, origin = 'signalbox/a'): string =>
  signCheckpoint({ origin, size, root }, [registerKey])

const tree = new GrowingTree()
const nodes = new Map<string, Buffer>()
const roots = [tree.root]
for (let index = 0; index < 9; index += 1) {
  for (const { level, index: at, hash } of tree.append(leafHash(Buffer.of(index)))) nodes.set(`${level}/${at}`, hash)
  roots.push(tree.root)
}
const at = (size: number): string => note(size, roots[size] ?? sha256(''))
const path = (from: number, to: number): string[] =>
  consistencyPlan(from, to)
    .hashes(({ level, index }) => nodes.get(`${level}/${index}`) ?? sha256(''))
    .map((hash) => hash.toString('hex'))

describe('checkpoints of one server', () => {
  it.each([
    ['the first', null, at(3), 'first'],
    ['the same again', at(3), at(3), 'same'],
    ['a larger one', at(3), at(7), 'grown'],
    ['a smaller one, from a process that is behind', at(7), at(3), 'grown'],
    ['another root of the same size', at(3), note(3, sha256('x')), 'fork'],
    ['another register', at(3), note(3, roots[3] ?? sha256(''), 'signalbox/b'), 'fork'],
    ['no checkpoint at all', at(3), 'x', 'fork'],
    ['no checkpoint, the first time', null, '', 'fork'],
    ['one after a damaged memory', 'x', at(3), 'fork'],
  ])('compare as they should: %s', (_, seen, now, kind) => {
    expect(compareCheckpoints(seen, now).kind).toBe(kind)
  })

  it('must be proven to extend each other, in either order', () => {
    for (const [seen, now] of [
      [at(3), at(7)],
      [at(7), at(3)],
    ] as const) {
      const grown = compareCheckpoints(seen, now)
      if (grown.kind !== 'grown') throw new Error(grown.kind)
      expect(isExtension(grown, path(3, 7))).toBe(true)
      expect(isExtension(grown, path(3, 8))).toBe(false)
      expect(isExtension(grown, [])).toBe(false)
      expect(isExtension(grown, ['zz'])).toBe(false)
    }
    const forked = compareCheckpoints(note(3, sha256('x')), at(7))
    expect(forked.kind === 'grown' && isExtension(forked, path(3, 7))).toBe(false)
  })
})
