import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAgainst, formatSpan, formatValue, quantity } from './format'

describe('formatValue', () => {
  it.each([
    [665_600, 'bytes', '650 KiB'],
    [1024, 'bytes', '1 KiB'],
    [1023, 'bytes', '1,023 bytes'],
    [272_377, 'bytes', '265.993 KiB'],
    [99.5, '%', '99.5 %'],
    [9.589, 'MiB', '9.589 MiB'],
    [8, 'us', '8 µs'],
    [1234.5678, 'ms', '1,234.568 ms'],
    [0, 'count', '0'],
    [-2048, 'bytes', '-2 KiB'],
  ])('%d %s reads %s', (value, unit, expected) => {
    expect(formatValue(value, unit)).toBe(expected)
  })

  it('keeps number and unit apart for pages', () => {
    expect(quantity(665_600, 'bytes')).toEqual({ number: '650', unit: 'KiB' })
    expect(quantity(8, 'us')).toEqual({ number: '8', unit: 'µs' })
  })
})

describe('formatAgainst', () => {
  it.each([
    [665_601, 665_600, 'bytes', '650.001 KiB'],
    [665_600.4, 665_600, 'bytes', '665,600.4 bytes'],
    [99.4996, 99.5, '%', '99.4996 %'],
    [12.0001, 12, 'us', '12.0001 µs'],
    [60.00000000000001, 60, 'ms', '60.00000000000001 ms'],
    [672_000, 665_600, 'bytes', '656.25 KiB'],
    [60, 60, 'ms', '60 ms'],
  ])('%d against %d %s reads %s', (value, limit, unit, expected) => {
    expect(formatAgainst(value, limit, unit)).toBe(expected)
  })

  it('never reads like a limit of three decimals that it is not equal to', () => {
    const limit = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000)
    const off = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(Number.EPSILON, 5e-324))
    fc.assert(
      fc.property(limit, off, fc.boolean(), fc.constantFrom('ms', '%', 'us', 'count'), (bound, by, far, unit) => {
        const value = far ? by : bound === 0 ? by : bound * (1 + by * Number.EPSILON)
        fc.pre(value !== bound && Number.isFinite(value))
        expect(formatAgainst(value, bound, unit)).not.toBe(formatValue(bound, unit))
      }),
    )
    expect(formatAgainst(5e-324, 0, 'ms')).not.toBe('0 ms')
  })
})

describe('formatSpan', () => {
  const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000]

  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [999, '0 s'],
    [SECOND, '1 s'],
    [59 * SECOND + 999, '59 s'],
    [MINUTE, '1 min'],
    [35 * MINUTE + 4 * SECOND, '35 min 4 s'],
    [HOUR + 59 * SECOND, '1 h'],
    [2 * DAY + 4 * HOUR + 59 * MINUTE, '2 d 4 h'],
    [8 * DAY, '8 d'],
    [8 * DAY + 5 * MINUTE, '8 d'],
  ])('%d ms reads %s', (milliseconds, expected) => {
    expect(formatSpan(milliseconds)).toBe(expected)
  })
})
