import { describe, expect, it } from 'vitest'
import { body, brief, catalog, counted, defect, evidence, NOW, run, sample } from './fixtures/body'
import { resolveUpload } from './resolve'

type Item = Record<string, unknown>

const faults = (value: unknown): [string, string][] => {
  const resolved = resolveUpload(value, catalog, NOW)
  return resolved.ok ? [] : brief(resolved.faults)
}

/** Each kind of item in a body of its own, and where its faults then are. */
const places = {
  run: { path: 'run', item: run as Item, in: (item: Item): unknown => ({ run: item, samples: [sample] }) },
  sample: { path: 'samples.0', item: sample as Item, in: (item: Item): unknown => ({ run, samples: [item] }) },
  counted: { path: 'samples.0', item: counted as Item, in: (item: Item): unknown => ({ run, samples: [item] }) },
  artifact: {
    path: 'samples.0.artifact',
    item: sample.artifact as Item,
    in: (item: Item): unknown => ({ run, samples: [{ ...sample, artifact: item }] }),
  },
  record: {
    path: 'samples.0.record',
    item: counted.record as Item,
    in: (item: Item): unknown => ({ run, samples: [{ ...counted, record: item }] }),
  },
  evidence: { path: 'evidence.0', item: evidence as Item, in: (item: Item): unknown => ({ run, evidence: [item] }) },
  defect: { path: 'defects.0', item: defect as Item, in: (item: Item): unknown => ({ run, defects: [item] }) },
}

const without = (item: Item, key: string): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name !== key))

const required = Object.entries({
  run: ['id', 'commit', 'ref', 'startedAt', 'gated', 'complete'],
  sample: ['metric', 'unit', 'observedAt', 'artifact', 'profile', 'environment'],
  artifact: ['uri'],
  record: ['system', 'id', 'recordedBy'],
  evidence: ['id', 'outcome', 'observedAt', 'artifact', 'command'],
  defect: ['id', 'kind', 'severity', 'opened'],
} as const).flatMap(([place, keys]) =>
  keys.map((key): [keyof typeof places, string] => [place as keyof typeof places, key]),
)

describe('a required field', () => {
  it.each(required)('%s.%s is missed by its path', (name, key) => {
    const { path, item, in: put } = places[name]
    expect(faults(put(item))).toEqual([])
    expect(faults(put(without(item, key)))).toEqual([[`${path}.${key}`, 'missing']])
    expect(faults(put({ ...item, [key]: undefined }))).toEqual([[`${path}.${key}`, 'missing']])
    const resolved = resolveUpload(put(without(item, key)), catalog, NOW)
    expect(resolved.ok ? null : resolved.faults[0]?.message).toBe('is required')
  })

  it('run is missed too', () => {
    expect(faults({ samples: [sample] })).toEqual([['run', 'missing']])
    expect(faults({})).toEqual([['run', 'missing']])
  })
})

/** Values that are wrong for a field of a type. */
const notTexts = [null, 1, true, [], {}, ['x'], '']
const notTimes = [...notTexts, '2026-11-20', '2026-11-20T25:00:00Z', 'x']
const notFlags = [null, 0, 1, 'true', 'false', [], {}]
const notCounts = [null, '1', 0.5, -1, true, [], 1e13]

const wrong: [keyof typeof places, string, readonly unknown[]][] = [
  ['run', 'id', [...notTexts, 'x'.repeat(201), 'a\nb', 'a\u0007b', 'a\u2028b']],
  ['run', 'commit', [...notTexts, 'abcdef', 'ABCDEF0', 'g123456', 'a'.repeat(65)]],
  ['run', 'ref', [...notTexts, 'x'.repeat(256), 'main\n']],
  ['run', 'startedAt', notTimes],
  ['run', 'ciUrl', notTexts],
  ['run', 'gated', notFlags],
  ['run', 'complete', notFlags],
  ['run', 'releaseCandidate', [...notTexts, 'x'.repeat(101)]],
  ['sample', 'metric', notTexts],
  ['sample', 'unit', notTexts],
  ['sample', 'observedAt', notTimes],
  ['sample', 'artifact', [null, 'x', 1, []]],
  ['sample', 'profile', notTexts],
  ['sample', 'environment', [null, 'ci', 1]],
  ['sample', 'command', [...notTexts, 'x'.repeat(4001)]],
  ['sample', 'seed', [null, '11', 1.5, 2 ** 53, true]],
  ['sample', 'replay', notTexts],
  ['counted', 'passed', notCounts],
  ['counted', 'total', [...notCounts, 0]],
  ['counted', 'record', [null, 'x', []]],
  ['artifact', 'uri', [...notTexts, 'x'.repeat(2049)]],
  ['artifact', 'sha256', [...notTexts, 'ab', 'AB'.repeat(32), 'zz'.repeat(32)]],
  ['record', 'system', notTexts],
  ['record', 'recordedBy', notTexts],
  ['evidence', 'outcome', [null, 'passed', 'PASS', true, '']],
  ['evidence', 'observedAt', notTimes],
  ['evidence', 'command', notTexts],
  ['defect', 'title', [...notTexts, 'x'.repeat(501)]],
  ['defect', 'surface', notTexts],
  ['defect', 'opened', notTimes],
]

describe('a field of the wrong type or shape', () => {
  it.each(wrong)('%s.%s is named by its path', (name, key, values) => {
    const { path, item, in: put } = places[name]
    for (const value of values) {
      const found = faults(put({ ...item, [key]: value }))
      expect([value, found.map(([at]) => at)]).toEqual([value, expect.arrayContaining([`${path}.${key}`])])
      // Nothing else is blamed, but for a total that "passed" is then more than.
      const others = found.filter(([at]) => at !== `${path}.${key}` && !at.startsWith(`${path}.${key}.`))
      if (key !== 'total') expect(others).toEqual([])
    }
  })

  it.each([
    ['a nested object', { os: { name: 'linux' } }, 'environment.os'],
    ['a list', { os: ['linux'] }, 'environment.os'],
    ['nothing', { os: null }, 'environment.os'],
    ['an empty text', { os: '' }, 'environment.os'],
    ['a class that is no text', { class: 1, os: 'x' }, 'environment.class'],
    ['too many fields', Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`k${n}`, n])), 'environment'],
  ])('a fingerprint with %s too', (_, environment, path) => {
    const found = faults({ run, samples: [{ ...sample, environment: { class: 'ci', ...environment } }] })
    expect(found.map(([at]) => at)).toEqual([`samples.0.${path}`])
  })
})

describe('what is not known', () => {
  it.each(Object.keys(places) as (keyof typeof places)[])('in a %s is named key by key', (name) => {
    const { path, item, in: put } = places[name]
    expect(faults(put({ ...item, zebra: 1, Id: 2 }))).toEqual([
      [`${path}.zebra`, 'unknown_key'],
      [`${path}.Id`, 'unknown_key'],
    ])
    const hostile = JSON.parse('{"__proto__":{"gated":true},"constructor":1}') as Item
    expect(faults(put({ ...item, ...hostile })).map(([at]) => at)).toContain(`${path}.constructor`)
  })

  it('at the top is named too', () => {
    expect(faults({ ...body, sample: [], extra: null })).toEqual([
      ['sample', 'unknown_key'],
      ['extra', 'unknown_key'],
    ])
    expect(faults(JSON.parse(JSON.stringify(body).replace('{', '{"__proto__":1,')))).toEqual([
      ['__proto__', 'unknown_key'],
    ])
  })

  it.each([[null], [1], ['x'], [[]], [[body]], [true]])('%j is no body', (value) => {
    expect(faults(value)).toEqual([['', 'invalid_type']])
  })

  it.each(['samples', 'evidence', 'defects'])('%s is a list', (key) => {
    for (const value of [null, {}, 'x', 0]) expect(faults({ run, [key]: value })).toEqual([[key, 'invalid_type']])
    expect(faults({ run, [key]: [null, 'x', []] }).map(([path]) => path)).toEqual(
      expect.arrayContaining([`${key}.0`, `${key}.1`, `${key}.2`]),
    )
  })
})

describe('several faults', () => {
  it('are all listed, of shape and of meaning, wherever they are', () => {
    const { commit: _, ...head } = run
    const found = faults({
      run: { ...head, startedAt: 'noon', color: 'red' },
      samples: [
        sample,
        { ...sample, metric: 'speed', unit: 7, observedAt: '2027-01-01T00:00:00Z' },
        { ...sample, unit: 'ms', profile: 'tiny', environment: { class: 'moon' }, record: counted.record },
        { ...counted, passed: 3, total: 2, artifact: {} },
        { ...sample, value: -1, seed: 'x' },
      ],
      evidence: [{ ...evidence, id: 'U-X', outcome: 'maybe', observedAt: '2027-01-01T00:00:00Z' }],
      defects: [{ ...defect, kind: 'odd', opened: 'then' }],
      extra: 1,
    })
    expect(new Set(found.map(([path, code]) => `${path} ${code}`))).toEqual(
      new Set([
        'run.commit missing',
        'run.startedAt invalid_format',
        'run.color unknown_key',
        'samples.1.metric unknown_metric',
        'samples.1.unit invalid_type',
        'samples.1.observedAt from_the_future',
        'samples.2.unit unknown_unit',
        'samples.2.profile unknown_profile',
        'samples.2.environment.class unknown_environment',
        'samples.2.command provenance',
        'samples.3.passed too_large',
        'samples.3.artifact.uri missing',
        'samples.4.value negative',
        'samples.4.seed invalid_type',
        'evidence.0.id unknown_evidence',
        'evidence.0.outcome invalid_value',
        'evidence.0.observedAt from_the_future',
        'defects.0.kind unknown_kind',
        'defects.0.opened invalid_format',
        'extra unknown_key',
      ]),
    )
    expect(found).toHaveLength(20)
  })

  it('one bad sample refuses all', () => {
    const resolved = resolveUpload({ run, samples: [sample, { ...sample, value: -1 }, sample] }, catalog, NOW)
    expect(resolved.ok).toBe(false)
    expect(resolved).not.toHaveProperty('samples')
  })

  it('too many items are one fault', () => {
    const many = Array.from({ length: 10_001 }, () => evidence)
    expect(faults({ run, evidence: many })).toEqual([['evidence', 'too_big']])
  })
})
