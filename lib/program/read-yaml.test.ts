import { afterEach, describe, expect, it, vi } from 'vitest'
import { HOLE, readYaml } from './read-yaml'

afterEach(() => vi.restoreAllMocks())

function reading(source: string) {
  const read = readYaml(source)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.reading
}

const where = (source: string) => reading(source).faults.map(({ path, line }) => [path, line])

describe('anchors', () => {
  it('are followed', () => {
    expect(reading('a: &x [1]\nb: *x\n? &k c\n: *k\n')).toMatchObject({ value: { a: [1], b: [1], c: 'c' }, faults: [] })
  })

  it('that are not there, or not yet, are faults where they are asked for, and the rest is read', () => {
    const source = 'a: *x\nb: &x [1, 2]\nc:\n  - *x\n  - *y\n  - 3\n'
    expect(where(source)).toEqual([
      ['a', 1],
      ['c.1', 5],
    ])
    expect(reading(source).value).toEqual({ a: HOLE, b: [1, 2], c: [[1, 2], HOLE, 3] })
  })

  it('that hold themselves are faults', () => {
    expect(where('a: &x\n  b: 1\n  c: [*x]\n')).toEqual([['a.c.0', 3]])
    expect(where('a: &x [&x 1, *x]\n')).toEqual([])
    expect(where('&x\na: 1\nb: *x\n')).toEqual([['b', 3]])
  })
})

describe('keys', () => {
  it('that are maps, lists or aliases are faults and leave no warning', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const source = 'a: &x 1\n? { b: 1 }\n: 2\nc:\n  ? [d]\n  : 3\n  e: 4\n*x : 5\n'
    expect(where(source)).toEqual([
      ['', 2],
      ['c', 5],
      ['', 8],
    ])
    expect(reading(source).value).toEqual({ a: 1, c: { e: 4 } })
    expect(warned).not.toHaveBeenCalled()
  })

  it('that are there twice are faults at the second', () => {
    expect(where('a: 1\nb: { c: 1, c: 2 }\na: 3\n')).toEqual([
      ['b.c', 2],
      ['a', 3],
    ])
  })

  it('are compared in no time, however many they are', () => {
    const source = Array.from({ length: 30_000 }, (_, n) => `k${n}: 1`).join('\n')
    const started = performance.now()
    expect(where(source)).toEqual([])
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe('depth', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

  it('is read as far as a definition goes, and refused beyond, before the parser recurses', () => {
    expect(readYaml(nested(40)).ok).toBe(true)
    for (const source of [nested(400), '['.repeat(200_000), '- '.repeat(200_000), '? '.repeat(50_000)]) {
      expect(readYaml(source)).toMatchObject({ ok: false, faults: [{ path: '', code: 'yaml' }] })
    }
  })
})
