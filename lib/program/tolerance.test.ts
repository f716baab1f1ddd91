import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { unbuilt } from './built'
import { inconsistencies } from './check/inconsistencies'
import { Damage } from './damage'
import type { Problem } from './fault'
import { shape } from './shape'

/** One fault must be one fault: whatever is damaged, nothing else is said to be wrong because of it. */

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain }
type Key = string | number

/** The rows of a program; what YAML anchors share is written out. */
const read = (path: string): Plain =>
  JSON.parse(JSON.stringify(parse(readFileSync(new URL(path, import.meta.url), 'utf8')))) as Plain
const pump = read('./fixtures/infusion-pump.yaml')
const browser = read('../../programs/asupersync-browser.yaml')

function problemsOf(value: Plain): Problem[] {
  const damage = new Damage()
  const { draft, problems } = shape(value, damage)
  return [...problems, ...inconsistencies(draft, damage), ...unbuilt(draft)]
}

/** Every place in a definition, from the top down. */
function places(value: Plain, path: Key[] = []): Key[][] {
  if (typeof value !== 'object' || value === null) return []
  const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) => {
    const inner = [...path, key]
    return [inner, ...places((value as Record<Key, Plain>)[key] ?? null, inner)]
  })
}

/** A copy in which `change` has been done to the list or map that holds the place. */
function damaged(value: Plain, path: Key[], change: (parent: Record<Key, Plain>, key: Key) => void): Plain {
  const copy = structuredClone(value)
  const parent = path.slice(0, -1).reduce<Plain>((inner, key) => (inner as Record<Key, Plain>)[key] ?? null, copy)
  change(parent as Record<Key, Plain>, path.at(-1) ?? '')
  return copy
}

const wrongType = (parent: Record<Key, Plain>, key: Key): void => {
  parent[key] = { nonsense: true }
}

const misspelt = (parent: Record<Key, Plain>, key: Key): void => {
  if (Array.isArray(parent)) parent[Number(key)] = null
  else {
    parent[`${key}x`] = parent[key] ?? null
    Reflect.deleteProperty(parent, key)
  }
}

const between = new Set([
  'unknown',
  'duplicate',
  'missing',
  'order',
  'unit',
  'quorum',
  'never',
  'reserved',
  'not_built',
])

function followUps(value: Plain, path: Key[], change: (parent: Record<Key, Plain>, key: Key) => void): Problem[] {
  return problemsOf(damaged(value, path, change)).filter((problem) => between.has(problem.code))
}

/** Keys of free maps, whose names are nobody's to misspell. */
const isFree = (path: Key[]): boolean => path[0] === 'ciIdentities'

describe('a fault of shape draws no other after it', () => {
  const all = places(pump)

  it('anywhere in a program, of a wrong type', () => {
    for (const path of all) expect(followUps(pump, path, wrongType), path.join('.')).toEqual([])
  })

  it('anywhere in a program, misspelt', () => {
    for (const path of all) expect(followUps(pump, path, misspelt), path.join('.')).toEqual([])
    expect(all.length).toBeGreaterThan(400)
  })

  it('in the bundled program', () => {
    const somewhere = fc.constantFrom(...places(browser).filter((path) => !isFree(path)))
    fc.assert(
      fc.property(somewhere, fc.constantFrom(wrongType, misspelt), (path, change) => {
        expect(followUps(browser, path, change)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

describe('a reference to nothing is one fault', () => {
  /** What declares is left alone: renaming it makes many references wrong, and rightly so. So does another unit. */
  const references = (program: Plain): Key[][] =>
    places(program).filter((path) => {
      const value = path.reduce<Plain>((inner, key) => (inner as Record<Key, Plain>)[key] ?? null, program)
      const declares = path.at(-1) === 'id' || (path[1] === 'retained' && path[3] === 'evidence')
      return typeof value === 'string' && !declares && path.at(-1) !== 'unit'
    })

  const toNothing = (parent: Record<Key, Plain>, key: Key): void => {
    parent[key] = 'Nothing-99'
  }

  function check(program: Plain, path: Key[]): void {
    const problems = problemsOf(damaged(program, path, toNothing))
    for (const problem of problems) expect(problem.path, problem.message).toEqual(path)
    expect(problems.length).toBeLessThan(2)
  }

  it('anywhere in a program', () => {
    for (const path of references(pump)) check(pump, path)
  })

  it('in the bundled program', () => {
    fc.assert(
      fc.property(fc.constantFrom(...references(browser)), (path) => check(browser, path)),
      { numRuns: 100 },
    )
  })
})
