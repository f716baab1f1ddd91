import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convert, converts, isProportion, proportion } from './unit'

const kinds = [
  ['bytes', 'KiB', 'MiB'],
  ['ns', 'us', '\u00b5s', '\u03bcs', 'ms', 's'],
  ['%', 'ratio'],
]
const units = kinds.flat()

describe('convert', () => {
  it.each([
    [650, 'KiB', 'bytes', 665_600],
    [665_600, 'bytes', 'KiB', 650],
    [665_601, 'bytes', 'KiB', 650.0009765625],
    [24, 'MiB', 'bytes', 25_165_824],
    [9.589, 'MiB', 'KiB', 9819.136],
    [1, 'bytes', 'MiB', 2 ** -20],
    // As binary fractions these come out beside the limit they are equal to.
    [0.57, 'ratio', '%', 57],
    [0.995, 'ratio', '%', 99.5],
    [0.29, 'ratio', '%', 29],
    [57, '%', 'ratio', 0.57],
    [99.5, '%', 'ratio', 0.995],
    [0.085, 's', 'ms', 85],
    [0.0035, 's', 'ms', 3.5],
    [1.1, 's', 'us', 1_100_000],
    [2.5, 'ms', 'us', 2500],
    [85, 'ms', 's', 0.085],
    [1, 'ns', 's', 1e-9],
    [8.7, 'us', 'ns', 8700],
    // Both micro signs, U+00B5 and U+03BC.
    [8, '\u00b5s', 'us', 8],
    [8, '\u03bcs', 'us', 8],
    [8, 'us', '\u00b5s', 8],
    [0.008, 'ms', '\u03bcs', 8],
    [8, '\u00b5s', 'ns', 8000],
    // What String writes with an exponent.
    [1e21, 'bytes', 'KiB', 1e21 / 1024],
    [1.5e300, 'ms', 's', 1.5e297],
    [1e-7, 's', 'ns', 100],
    [1.25e-9, 's', 'ns', 1.25],
    [1e308, 'ns', 's', 1e299],
    // The ends of what a double can say.
    [5e-324, 'bytes', 'KiB', 0],
    [5e-324, 's', 'ns', 5e-315],
    [Number.MAX_VALUE, 'bytes', 'MiB', Number.MAX_VALUE / 2 ** 20],
    [1e308, 'MiB', 'bytes', Infinity],
    [-12.5, '%', 'ratio', -0.125],
    [0, 'MiB', 'bytes', 0],
    [-0, 'MiB', 'bytes', 0],
  ])('$0 $1 in $2 is $3', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBe(expected)
  })

  it('leaves alone what is no number', () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) {
      expect(convert(value, 'KiB', 'bytes')).toBe(value)
      expect(convert(value, 'bytes', 'bytes')).toBe(value)
    }
  })

  it('leaves a value in its own unit as it came, whatever unit that is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.oneof(fc.constantFrom(...units), fc.string()), (value, unit) => {
        expect(convert(value, unit, unit)).toBe(value)
      }),
    )
  })

  it('comes back to the very same double through a smaller unit', () => {
    const pairs = [
      ['KiB', 'bytes'],
      ['MiB', 'bytes'],
      ['MiB', 'KiB'],
    ] as const
    // Powers of two only move the exponent, so nothing is ever rounded.
    const double = fc.double({ min: 1e-290, max: 1e290 })
    fc.assert(
      fc.property(double, fc.constantFrom(...pairs), (value, [large, small]) => {
        expect(convert(convert(value, large, small), small, large)).toBe(value)
      }),
    )
  })

  it('comes back to the very same decimal, as people write them, between any two units of a kind', () => {
    const decimal = fc.tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 6 }))
    const pair = fc.constantFrom(...kinds).chain((kind) => fc.tuple(fc.constantFrom(...kind), fc.constantFrom(...kind)))
    fc.assert(
      fc.property(decimal, pair, ([digits, places], [from, to]) => {
        const value = Number(`${digits}e-${places}`)
        expect(convert(convert(value, from, to), to, from)).toBe(value)
      }),
    )
  })

  it('is exact: scaling whole numbers equals scaling them as big integers', () => {
    const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 })
    fc.assert(
      fc.property(whole, (value) => {
        expect(convert(value, 'MiB', 'bytes')).toBe(Number(BigInt(value) * 1_048_576n))
        expect(convert(value, 's', 'ns')).toBe(Number(BigInt(value) * 1_000_000_000n))
        expect(convert(value, 'ratio', '%')).toBe(Number(BigInt(value) * 100n))
      }),
    )
  })

  it('keeps the order and the sign of values', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    const pair = fc.constantFrom(...kinds).chain((kind) => fc.tuple(fc.constantFrom(...kind), fc.constantFrom(...kind)))
    fc.assert(
      fc.property(double, double, pair, (a, b, [from, to]) => {
        const [low, high] = a <= b ? [a, b] : [b, a]
        expect(convert(low, from, to)).toBeLessThanOrEqual(convert(high, from, to))
        expect(Math.sign(convert(a, from, to)) * Math.sign(a)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it.each([
    ['bytes', 'ms'],
    ['%', 'bytes'],
    ['ratio', 'count'],
    ['KB', 'bytes'],
    ['MB', 'MiB'],
    ['Bytes', 'bytes'],
    ['m', 'ms'],
    ['sec', 's'],
    ['', 'bytes'],
    ['constructor', 'bytes'],
    ['__proto__', 'ratio'],
  ])('refuses %s to %s, both ways', (from, to) => {
    expect(converts(from, to)).toBe(false)
    expect(converts(to, from)).toBe(false)
    expect(() => convert(1, from, to)).toThrow(RangeError)
    expect(() => convert(1, to, from)).toThrow(RangeError)
  })
})

describe('converts', () => {
  it('holds within a kind and nowhere else', () => {
    for (const from of units) {
      for (const to of units) {
        expect([from, to, converts(from, to)]).toEqual([
          from,
          to,
          kinds.some((k) => k.includes(from) && k.includes(to)),
        ])
      }
    }
  })

  it('knows a unit of no kind only as itself', () => {
    expect(converts('defects/10 attempts', 'defects/10 attempts')).toBe(true)
    expect(converts('count', 'count')).toBe(true)
    expect(converts('count', 'counts')).toBe(false)
  })
})

describe('proportion', () => {
  it.each([
    [199, 200, '%', 99.5],
    [199, 200, 'ratio', 0.995],
    [57, 100, '%', 57],
    [57, 100, 'ratio', 0.57],
    [0, 7, '%', 0],
    [7, 7, '%', 100],
    [1e12, 1e12, '%', 100],
    [999_999_999_999, 1e12, '%', 99.9999999999],
    [1, 3, 'ratio', 1 / 3],
  ])('%d of %d in %s is %d', (passed, total, unit, expected) => {
    expect(proportion(passed, total, unit)).toBe(expected)
  })

  it('is 100 % for all, and less for anything less', () => {
    const counts = fc
      .integer({ min: 1, max: 1e12 })
      .chain((total) => fc.tuple(fc.nat({ max: total - 1 }), fc.constant(total)))
    fc.assert(
      fc.property(counts, ([passed, total]) => {
        expect(proportion(total, total, '%')).toBe(100)
        expect(proportion(passed, total, '%')).toBeLessThan(100)
        expect(proportion(passed, total, 'ratio')).toBeLessThan(1)
      }),
    )
  })

  it('is what passed and total say, and nothing but a ratio and per cent', () => {
    expect(['%', 'ratio'].map(isProportion)).toEqual([true, true])
    expect(['bytes', 's', 'count', '', 'percent', 'constructor'].map(isProportion)).not.toContain(true)
  })
})
