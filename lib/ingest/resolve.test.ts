import { describe, expect, it } from 'vitest'
import type { Catalog } from '@/lib/domain/metric/catalog'
import { body, brief, catalog, counted, defect, evidence, NOW, run, sample } from './fixtures/body'
import { type Resolved, resolveUpload } from './resolve'

const resolve = (value: unknown, known: Catalog = catalog): Resolved => resolveUpload(value, known, NOW)
const faults = (value: unknown, known?: Catalog): [string, string][] => {
  const resolved = resolve(value, known)
  return resolved.ok ? [] : brief(resolved.faults)
}

type Item = Record<string, unknown>
const withSample = (one: Item): unknown => ({ run, samples: [one] })
const ofSample = (over: Item): [string, string][] => faults(withSample({ ...sample, ...over }))

/** The value that a sample comes to, or null where it is refused. */
const valueOf = (over: Item, known?: Catalog): number | null => {
  const resolved = resolve(withSample({ ...sample, ...over }), known)
  return resolved.ok ? (resolved.samples[0]?.value ?? null) : null
}
const countsOf = (over: Item): number | null => {
  const resolved = resolve(withSample({ ...counted, ...over }))
  return resolved.ok ? (resolved.samples[0]?.value ?? null) : null
}

describe('a body that is right', () => {
  it('resolves to samples in the units of their measures', () => {
    const resolved = resolve(body)
    expect(resolved).toMatchObject({ ok: true, body })
    if (!resolved.ok) return
    expect(
      resolved.samples.map(({ measure, environment, value, observedAt }) => [
        measure.id,
        environment,
        value,
        observedAt,
      ]),
    ).toEqual([
      ['size', 'ci', 655_360, Date.parse(sample.observedAt)],
      ['parity', 'ci', 99.5, Date.parse(sample.observedAt)],
    ])
    expect(resolved.samples.map((one) => one.body)).toEqual(body.samples)
  })

  it('may lack all that is optional', () => {
    const { ciUrl: _, releaseCandidate: __, ...head } = run
    const { seed: ___, replay: ____, ...least } = sample
    const bare = { ...least, artifact: { uri: 'x' }, environment: { class: 'ci', device: 'x' } }
    expect(faults({ run: head, samples: [bare] })).toEqual([])
    expect(faults({ run: head, evidence: [evidence] })).toEqual([])
    expect(faults({ run: head, defects: [] })).toEqual([])
    expect(faults({ run: { ...head, complete: true } })).toEqual([])
  })

  it('neither brings nothing nor leaves its run open for nothing', () => {
    expect(faults({ run })).toEqual([['', 'empty']])
    expect(faults({ run, samples: [], evidence: [] })).toEqual([['', 'empty']])
    expect(faults({ run: { ...run, complete: true }, samples: [], evidence: [] })).toEqual([])
  })
})

describe('values', () => {
  it.each<[string, Item, number]>([
    ['a size in its own unit', { value: 640, unit: 'bytes' }, 640],
    ['a size in another', { value: 650, unit: 'KiB' }, 665_600],
    ['a time', { metric: 'init', value: 0.085, unit: 's' }, 85],
    ['a time in µs, with the micro sign', { metric: 'init', value: 85_000, unit: '\u00b5s' }, 85],
    ['a time in μs, with the Greek letter', { metric: 'init', value: 85_000, unit: '\u03bcs' }, 85],
    ['a proportion', { metric: 'parity', value: 0.57, unit: 'ratio' }, 57],
    ['all of it', { metric: 'parity', value: 100, unit: '%' }, 100],
    ['a count', { metric: 'leaks', value: 3, unit: 'count' }, 3],
    ['nothing', { metric: 'leaks', value: 0, unit: 'count' }, 0],
    ['a change for the better', { metric: 'overhead', value: -0.12, unit: 'ratio' }, -12],
    ['more than twice as much', { metric: 'overhead', value: 250, unit: '%' }, 250],
    ['the least there is', { value: 5e-324, unit: 'bytes' }, 5e-324],
    ['the most there is', { value: 1e308, unit: 'bytes' }, 1e308],
  ])('%s', (_, over, expected) => {
    expect(valueOf(over)).toBe(expected)
  })

  it('have no negative zero', () => {
    for (const unit of ['bytes', 'KiB']) expect(valueOf({ value: -0, unit })).toBe(0)
    expect(valueOf({ metric: 'overhead', value: -0, unit: '%' })).toBe(0)
  })

  it.each<[string, Item, [string, string][]]>([
    ['none', { value: undefined }, [['samples.0.value', 'value']]],
    ['null', { value: null }, [['samples.0.value', 'invalid_type']]],
    ['a text', { value: '640' }, [['samples.0.value', 'invalid_type']]],
    ['no number', { value: Number.NaN }, [['samples.0.value', 'invalid_type']]],
    ['too much for JSON', { value: JSON.parse('1e999') as number }, [['samples.0.value', 'invalid_type']]],
    ['too little for JSON', { value: JSON.parse('-1e999') as number }, [['samples.0.value', 'invalid_type']]],
    ['too much in the unit of the measure', { value: 1e308, unit: 'MiB' }, [['samples.0.value', 'too_large']]],
    ['a negative size', { value: -1 }, [['samples.0.value', 'negative']]],
    ['a size hardly negative', { value: -5e-324, unit: 'bytes' }, [['samples.0.value', 'negative']]],
    [
      'a time too short to be negative',
      { metric: 'init', value: -5e-324, unit: 'ns' },
      [['samples.0.value', 'negative']],
    ],
    ['a negative count', { metric: 'leaks', value: -1, unit: 'count' }, [['samples.0.value', 'negative']]],
    ['half a leak', { metric: 'leaks', value: 0.5, unit: 'count' }, [['samples.0.value', 'not_whole']]],
    ['a count past counting', { metric: 'leaks', value: 2 ** 53, unit: 'count' }, [['samples.0.value', 'not_whole']]],
    ['over 100 %', { metric: 'parity', value: 100.00000000000001, unit: '%' }, [['samples.0.value', 'too_large']]],
    ['over a ratio of 1', { metric: 'share', value: 1.01, unit: 'ratio' }, [['samples.0.value', 'too_large']]],
    ['a negative proportion', { metric: 'parity', value: -1, unit: '%' }, [['samples.0.value', 'negative']]],
    ['an unknown unit', { unit: 'KB' }, [['samples.0.unit', 'unknown_unit']]],
    ['a unit of another kind', { unit: 'ms' }, [['samples.0.unit', 'unknown_unit']]],
    ['a unit with a space', { unit: ' KiB' }, [['samples.0.unit', 'unknown_unit']]],
    ['a count in bytes', { metric: 'leaks', value: 1, unit: 'bytes' }, [['samples.0.unit', 'unknown_unit']]],
  ])('are refused: %s', (_, over, expected) => {
    expect(ofSample(over)).toEqual(expected)
  })
})

describe('passed and total', () => {
  it.each<[Item, number]>([
    [{}, 99.5],
    [{ passed: 0, total: 1 }, 0],
    [{ passed: -0, total: 1 }, 0],
    [{ passed: 1e12, total: 1e12 }, 100],
    [{ metric: 'share', unit: 'ratio', passed: 57, total: 100 }, 0.57],
    // The unit is that of the proportion; it may be the other one of its kind.
    [{ unit: 'ratio' }, 99.5],
    [{ metric: 'share', unit: '%', passed: 57, total: 100 }, 0.57],
  ])('%j', (over, expected) => {
    expect(countsOf(over)).toBe(expected)
  })

  it.each<[string, Item, [string, string][]]>([
    ['passed alone', { total: undefined }, [['samples.0.total', 'missing']]],
    ['total alone', { passed: undefined }, [['samples.0.passed', 'missing']]],
    ['beside a value', { value: 1 }, [['samples.0.value', 'value']]],
    ['more passed than there are', { passed: 201 }, [['samples.0.passed', 'too_large']]],
    ['of nothing', { passed: 0, total: 0 }, [['samples.0.total', 'too_small']]],
    ['negative', { passed: -1 }, [['samples.0.passed', 'too_small']]],
    ['not whole', { passed: 1.5 }, [['samples.0.passed', 'invalid_type']]],
    ['a text', { passed: '1' }, [['samples.0.passed', 'invalid_type']]],
    ['more than can be counted', { passed: 1, total: 2e12 }, [['samples.0.total', 'too_big']]],
    ['for what is no proportion', { metric: 'leaks', unit: 'count' }, [['samples.0.passed', 'value']]],
    ['for a change', { metric: 'overhead', unit: '%' }, [['samples.0.passed', 'value']]],
    ['in a unit of no proportion', { unit: 'bytes' }, [['samples.0.unit', 'unknown_unit']]],
  ])('are refused: %s', (_, over, expected) => {
    expect(faults(withSample({ ...counted, ...over }))).toEqual(expected)
  })
})

describe('what a sample names', () => {
  it.each<[string, Item, [string, string][]]>([
    ['an unknown metric', { metric: 'speed' }, [['samples.0.metric', 'unknown_metric']]],
    ['a metric in other letters', { metric: 'Size' }, [['samples.0.metric', 'unknown_metric']]],
    ['a name that every object has', { metric: 'constructor' }, [['samples.0.metric', 'unknown_metric']]],
    ['a metric of several measures', { metric: 'latency' }, [['samples.0.metric', 'ambiguous_metric']]],
    ['an unknown profile', { profile: 'tiny' }, [['samples.0.profile', 'unknown_profile']]],
    [
      'an unknown class',
      { environment: { class: 'moon', os: 'x' } },
      [['samples.0.environment.class', 'unknown_environment']],
    ],
    ['no class', { environment: { os: 'x' } }, [['samples.0.environment.class', 'missing']]],
    ['no fingerprint', { environment: { class: 'ci' } }, [['samples.0.environment', 'no_fingerprint']]],
    ['neither command nor record', { command: undefined }, [['samples.0.command', 'provenance']]],
    ['both', { record: counted.record }, [['samples.0.command', 'provenance']]],
  ])('%s is refused', (_, over, expected) => {
    expect(ofSample(over)).toEqual(expected)
  })

  it('says which measures a metric has', () => {
    const resolved = resolve(withSample({ ...sample, metric: 'latency' }))
    expect(resolved.ok ? '' : resolved.faults[0]?.message).toContain('name one of init, cancel')
  })

  it('may leave the class out where the program has one', () => {
    const only = { ...catalog, environments: ['ci'] }
    const resolved = resolve(withSample({ ...sample, environment: { toolchain: 'x' } }), only)
    expect(resolved.ok && resolved.samples[0]?.environment).toBe('ci')
    expect(faults(withSample({ ...sample, environment: { class: 'desktop', os: 'x' } }), only)).toEqual([
      ['samples.0.environment.class', 'unknown_environment'],
    ])
  })

  it('an evidence id that the program does not know is refused', () => {
    expect(faults({ run, evidence: [evidence, { ...evidence, id: 'U-CORE-02' }] })).toEqual([
      ['evidence.1.id', 'unknown_evidence'],
    ])
  })
})

describe('when something was observed', () => {
  const MINUTE = 60_000
  const instant = (offset: number): string => new Date(NOW + offset).toISOString()

  it.each<[string, string, [string, string][]]>([
    ['now', instant(0), []],
    ['five minutes ahead', instant(5 * MINUTE), []],
    ['a millisecond more', instant(5 * MINUTE + 1), [['samples.0.observedAt', 'from_the_future']]],
    ['next year', '2027-11-20T12:00:00Z', [['samples.0.observedAt', 'from_the_future']]],
    ['ten years ago', '2016-11-21T12:00:00Z', []],
    ['longer ago than that', '2016-11-01T12:00:00Z', [['samples.0.observedAt', 'too_old']]],
    ['in the year 0', '0000-01-01T00:00:00Z', [['samples.0.observedAt', 'too_old']]],
    ['with an offset', '2026-11-20T06:59:00-05:00', []],
    ['ahead, by its offset', '2026-11-20T11:30:00-05:00', [['samples.0.observedAt', 'from_the_future']]],
    ['to the nanosecond', '2026-11-20T11:59:59.999999999Z', []],
    ['without an offset', '2026-11-20T11:00:00', [['samples.0.observedAt', 'invalid_format']]],
    ['as a day', '2026-11-20', [['samples.0.observedAt', 'invalid_format']]],
    ['on a day there is not', '2026-02-30T12:00:00Z', [['samples.0.observedAt', 'invalid_format']]],
    ['in words', 'yesterday', [['samples.0.observedAt', 'invalid_format']]],
    ['as a number', 1_795_175_400_000 as unknown as string, [['samples.0.observedAt', 'invalid_type']]],
  ])('%s', (_, observedAt, expected) => {
    expect(ofSample({ observedAt })).toEqual(expected)
    const asEvidence = expected.map(([path, code]) => [path.replace('samples', 'evidence'), code])
    expect(faults({ run, evidence: [{ ...evidence, observedAt }] })).toEqual(asEvidence)
  })

  it('a defect cannot be resolved before it was opened', () => {
    expect(faults({ run, defects: [{ ...defect, resolved: '2026-11-19T10:59:59Z' }] })).toEqual([
      ['defects.0.resolved', 'order'],
    ])
    expect(faults({ run, defects: [{ ...defect, resolved: defect.opened }] })).toEqual([])
    expect(faults({ run, defects: [{ ...defect, opened: '2027-01-01T00:00:00Z' }] })).toEqual([
      ['defects.0.opened', 'from_the_future'],
    ])
    expect(faults({ run, defects: [defect, { ...defect, severity: 'low' }] })).toEqual([['defects.1.id', 'duplicate']])
  })
})
