import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Json } from '@/lib/register/canonical'
import { body, catalog, NOW } from './fixtures/body'
import { parseStrictJson } from './json'
import { resolveUpload } from './resolve'

/** Bodies spoiled at random: each either resolves whole or is refused with faults that name places in it. */

type Path = readonly (string | number)[]

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every place in a value, the whole of it first. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (!isObject(value)) return [at]
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value)
  return [at, ...keys.flatMap((key) => placesIn((value as Record<PropertyKey, unknown>)[key], [...at, key]))]
}

const places = placesIn(body)

interface Change {
  kind: 'set' | 'add' | 'remove' | 'double'
  value?: unknown
}

function spoil(value: unknown, [key, ...rest]: Path, change: Change): unknown {
  if (key === undefined) return change.kind === 'set' || change.kind === 'add' ? change.value : value
  if (!isObject(value)) return value
  if (Array.isArray(value)) {
    const list: unknown[] = [...(value as unknown[])]
    if (rest.length > 0) list[key as number] = spoil(list[key as number], rest, change)
    else if (change.kind === 'remove') list.splice(key as number, 1)
    else if (change.kind === 'double') list.push(list[key as number])
    else list[key as number] = change.value
    return list
  }
  if (rest.length > 0) return { ...value, [key]: spoil(value[key], rest, change) }
  if (change.kind === 'remove') return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  if (change.kind === 'double') return { ...value, [`${key}2`]: value[key] }
  return change.kind === 'add' ? { ...value, added: change.value } : { ...value, [key]: change.value }
}

const scalar = fc.constantFrom<unknown>(
  ...[null, true, 0, -0, 1, -1, 0.5, 1e12, 1e21, 1e308, -1e308, 5e-324, Infinity, -Infinity, Number.NaN, 2 ** 53],
  ...['', ' ', 'x', 'size', 'latency', 'parity', 'leaks', 'overhead', 'ms', '%', 'KiB', 'ci', 'core', 'pass', 'main'],
  ...[
    '2026-11-20T11:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-02-30T00:00:00Z',
    '__proto__',
    'toString',
    '\u0000',
    '\ud800',
  ],
  ...[[], {}, [[]], [null], { class: 'ci' }, { uri: 'x' }, { system: 'a', id: 'b', recordedBy: 'c' }],
)
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('set' as const, 'add' as const), value: scalar }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('set' as const), value: fc.jsonValue() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'double' as const) }) },
)
const changes = fc.array(fc.tuple(fc.constantFrom(...places), change), { minLength: 1, maxLength: 4 })
const spoiled = changes.map((all) => all.reduce<unknown>((value, [at, one]) => spoil(value, at, one), body))

/** Whether what was taken is what a rule may be given. */
function expectSound(value: unknown): void {
  const resolved = resolveUpload(value, catalog, NOW)
  if (!resolved.ok) {
    expect(resolved.faults.length).toBeGreaterThan(0)
    for (const { path, code, message } of resolved.faults) {
      expect(code).toMatch(/^[a-z_]+$/)
      expect(message.length).toBeGreaterThan(0)
      expect(typeof path).toBe('string')
    }
    return
  }
  expect(resolved.samples).toHaveLength(resolved.body.samples?.length ?? 0)
  for (const sample of resolved.samples) {
    expect(Number.isFinite(sample.value)).toBe(true)
    expect(Object.is(sample.value, -0)).toBe(false)
    if (sample.measure.kind !== 'change') expect(sample.value).toBeGreaterThanOrEqual(0)
    if (sample.measure.kind === 'count') expect(Number.isSafeInteger(sample.value)).toBe(true)
    expect(sample.observedAt).toBeLessThanOrEqual(NOW + 300_000)
    expect(catalog.environments).toContain(sample.environment)
    expect(catalog.profiles).toContain(sample.body.profile)
    expect((sample.body.command === undefined) !== (sample.body.record === undefined)).toBe(true)
  }
  expect(Number.isNaN(Date.parse(resolved.body.run.startedAt))).toBe(false)
}

describe('any body', () => {
  it('made by spoiling a good one resolves whole or is refused with reasons, and never throws', () => {
    fc.assert(fc.property(spoiled, expectSound), { numRuns: 200 })
  })

  it('of anything at all is refused with reasons, and never throws', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), expectSound))
    const rough = fc.record(
      { run: fc.jsonValue(), samples: fc.jsonValue(), evidence: fc.jsonValue(), defects: fc.jsonValue() },
      { requiredKeys: [] },
    )
    fc.assert(fc.property(rough, expectSound))
  })

  it('is judged the same however often, and is not changed by it', () => {
    fc.assert(
      fc.property(spoiled, (value) => {
        const before = structuredClone(value)
        const first = resolveUpload(value, catalog, NOW)
        expect(resolveUpload(value, catalog, NOW)).toEqual(first)
        expect(value).toEqual(before)
      }),
    )
  })

  it('that lost a required field is refused at that very path', () => {
    const needed =
      /^(run(\.(id|commit|ref|startedAt|gated|complete))?|samples\.\d\.(metric|unit|observedAt|artifact(\.uri)?|profile|environment)|evidence\.0\.(id|outcome|observedAt|artifact(\.uri)?|command)|defects\.0\.(id|kind|severity|opened))$/
    const required = places.filter((at) => needed.test(at.join('.')))
    expect(required).toHaveLength(31)
    for (const at of required) {
      const resolved = resolveUpload(spoil(body, at, { kind: 'remove' }), catalog, NOW)
      expect(resolved.ok ? [] : resolved.faults.map(({ path }) => path)).toEqual([at.join('.')])
    }
  })

  it('that came as JSON resolves as it would have without the way through text', () => {
    fc.assert(
      fc.property(spoiled, (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json
        const parsed = parseStrictJson(Buffer.from(JSON.stringify(plain)))
        if (!parsed.ok) expect(JSON.stringify(plain)).toMatch(/\\u/)
        else expect(resolveUpload(parsed.value, catalog, NOW)).toEqual(resolveUpload(plain, catalog, NOW))
      }),
    )
  })
})
