import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reduce, type SampleValue } from './reduce'
import type { Better, MeasureRule } from './rule'

const SEEDS = [11, 29, 42, 73, 101]

const plain: MeasureRule = { id: 'm', unit: 'ms', better: 'lower', limits: [] }
const higher: MeasureRule = { ...plain, better: 'higher' }
const seeded = (seeds: number[], acceptsSummaries = false, better: Better = 'lower'): MeasureRule => {
  return { ...plain, better, seedProtocol: { seeds, acceptsSummaries } }
}

let made = 0
const sample = (value: number, seed: number | null = null, observedAt = 0): SampleValue<string> => {
  made += 1
  return { value, seed, observedAt, source: `${made}: ${value}` }
}
const perSeed = (...values: number[]): SampleValue<string>[] =>
  values.map((value, index) => sample(value, SEEDS[index]))

describe('reduce without a seed protocol', () => {
  it.each([
    [plain, [3, 1, 2], 3],
    [higher, [3, 1, 2], 1],
    [plain, [-5, -7], -5],
    [plain, [0], 0],
  ])('takes the worst', (rule, values, expected) => {
    const found = reduce(
      rule,
      values.map((value) => sample(value, 7)),
    )
    expect(found).toMatchObject({ value: expected, samples: values.length, missingSeeds: null })
    expect(found.source).toMatch(new RegExp(`: ${expected}$`))
  })

  it('points to the newest of equally bad samples, and is as new as the newest of all', () => {
    const [old, fresh, mild] = [sample(3, null, 10), sample(3, null, 20), sample(1, null, 30)]
    expect(reduce(plain, [old, fresh, mild])).toMatchObject({ source: fresh.source, observedAt: 30 })
    expect(reduce(plain, [fresh, mild, old])).toMatchObject({ source: fresh.source, observedAt: 30 })
  })

  it('takes as many samples as a run can bring', () => {
    const many = Array.from({ length: 200_000 }, (_, index) => ({ value: 1, seed: null, observedAt: index, source: 0 }))
    expect(reduce(plain, many)).toMatchObject({ value: 1, samples: 200_000, observedAt: 199_999 })
  })
})

describe('reduce with a seed protocol', () => {
  it('takes the median of the per-seed values', () => {
    expect(reduce(seeded(SEEDS), perSeed(5, 1, 4, 2, 3)).value).toBe(3)
    expect(reduce(seeded(SEEDS, false, 'higher'), perSeed(5, 1, 4, 2, 3)).value).toBe(3)
    expect(reduce(seeded([11]), perSeed(5)).value).toBe(5)
    // Numbers, not texts: 100 comes after 9.
    expect(reduce(seeded(SEEDS), perSeed(100, 9, 80, 7, 6)).value).toBe(9)
  })

  it('takes the mean of the middle two of an even number, pointing to the worse', () => {
    const samples = perSeed(1, 2, 4, 9)
    expect(reduce(seeded(SEEDS.slice(0, 4)), samples)).toMatchObject({ value: 3, source: samples[2]?.source })
    const better = reduce(seeded(SEEDS.slice(0, 4), false, 'higher'), samples)
    expect(better).toMatchObject({ value: 3, source: samples[1]?.source })
  })

  it('counts the worst sample of each seed', () => {
    expect(reduce(seeded(SEEDS), [...perSeed(1, 1, 1, 1, 1), sample(9, 11), sample(9, 29)]).value).toBe(1)
    expect(reduce(seeded(SEEDS), [...perSeed(1, 1, 1, 1, 1), sample(9, 11), sample(9, 29), sample(9, 42)]).value).toBe(
      9,
    )
    const worse = [...perSeed(5, 5, 5, 5, 5), sample(1, 11), sample(1, 29), sample(1, 42)]
    expect(reduce(seeded(SEEDS, false, 'higher'), worse).value).toBe(1)
    expect(reduce(seeded(SEEDS), worse).value).toBe(5)
  })

  it('has no value while a required seed is missing, and names each that is', () => {
    const some = [sample(1, 29), sample(1, 101), sample(1, 5), sample(1)]
    expect(reduce(seeded(SEEDS), some)).toEqual({
      value: null,
      source: null,
      observedAt: 0,
      samples: 4,
      missingSeeds: [11, 42, 73],
    })
    expect(reduce(seeded(SEEDS), [sample(1)]).missingSeeds).toEqual(SEEDS)
  })

  it('counts seeds that nobody asked for, and samples without one, for nothing', () => {
    const all = perSeed(1, 2, 3, 4, 5)
    const fresh = { ...sample(99, 7), observedAt: 1_000 }
    expect(reduce(seeded(SEEDS), [...all, fresh])).toMatchObject({ value: 3, observedAt: 0 })
    expect(reduce(seeded(SEEDS), [...all, sample(99, 7), sample(99, 8), sample(99, 0), sample(99)]).value).toBe(3)
  })
})

describe("reduce with a protocol that takes a harness's own value", () => {
  const rule = seeded(SEEDS, true)

  it('takes it alone, the worst of several', () => {
    expect(reduce(rule, [sample(4)])).toMatchObject({ value: 4, missingSeeds: null })
    expect(reduce(rule, [sample(4), sample(6), sample(5)])).toMatchObject({ value: 6, missingSeeds: null })
    expect(reduce(seeded(SEEDS, true, 'higher'), [sample(4), sample(6)]).value).toBe(4)
  })

  it('takes it beside seeds that nobody asked for, which count for nothing', () => {
    expect(reduce(rule, [sample(4), sample(9, 7)])).toMatchObject({ value: 4, missingSeeds: null })
  })

  it('takes the worse of it and the median of all seeds', () => {
    expect(reduce(rule, [...perSeed(1, 2, 3, 4, 5), sample(2)])).toMatchObject({ value: 3, missingSeeds: null })
    expect(reduce(rule, [...perSeed(1, 2, 3, 4, 5), sample(8)])).toMatchObject({ value: 8, missingSeeds: null })
  })

  it('still misses the seeds that are not there beside some that are', () => {
    const found = reduce(rule, [sample(4), sample(1, 11)])
    expect(found).toMatchObject({ value: 4, missingSeeds: [29, 42, 73, 101] })
    expect(reduce(rule, [sample(1, 11)])).toMatchObject({ value: null, missingSeeds: [29, 42, 73, 101] })
  })
})

describe('reduce, whatever comes', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 100, noNaN: true }))
  const any = fc.record({
    value,
    seed: fc.constantFrom(null, 11, 29, 42, 7),
    observedAt: fc.integer({ min: 0, max: 5 }),
    source: fc.constant(0),
  })
  const rule = fc
    .record({
      seeds: fc.constantFrom<number[] | null>(null, [11], [11, 29], [11, 29, 42]),
      acceptsSummaries: fc.boolean(),
      better: fc.constantFrom<Better>('lower', 'higher'),
    })
    .map(({ seeds, acceptsSummaries, better }) => {
      return seeds === null ? { ...plain, better } : seeded(seeds, acceptsSummaries, better)
    })
  const samples = fc.array(any, { minLength: 1, maxLength: 12 })

  it('does not depend on the order of the samples', () => {
    const shuffled = samples.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(rule, shuffled, (rule, [all, other]) => {
        expect(reduce(rule, other)).toEqual(reduce(rule, all))
      }),
    )
  })

  it('never gets better by a sample that is worse than all it had', () => {
    fc.assert(
      fc.property(rule, samples, any, (rule, all, extra) => {
        const worst = rule.better === 'lower' ? Math.max : Math.min
        const bad = { ...extra, value: worst(extra.value, ...all.map((one) => one.value)) }
        const [before, after] = [reduce(rule, all), reduce(rule, [...all, bad])]
        if (before.value === null) return
        expect(after.value).not.toBeNull()
        expect(worst(before.value, after.value ?? Number.NaN)).toBe(after.value)
      }),
    )
  })

  it('has a value among those it was given, or the mean of two of them', () => {
    fc.assert(
      fc.property(rule, samples, (rule, all) => {
        const found = reduce(rule, all).value
        const values = all.map((one) => one.value)
        const means = values.flatMap((a) => values.map((b) => (a + b) / 2))
        if (found !== null) expect(means).toContain(found)
      }),
    )
  })
})
