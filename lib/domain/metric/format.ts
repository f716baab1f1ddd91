/** Values and spans as people read them. The words of reasons and of pages come from here alone. */

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })
/** Every digit that tells a double from the next. */
const exact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 21 })

/** A value's number and its unit, apart, because pages set the unit smaller than the number. */
export interface Quantity {
  number: string
  unit: string
}

/** Sizes read in KiB from 1 KiB on, counts without a unit; everything else in its own. */
export const quantity = (value: number, unit: string): Quantity => written(plain, value, unit)

function written(digits: Intl.NumberFormat, value: number, unit: string): Quantity {
  if (unit === 'bytes' && Math.abs(value) >= 1024) return { number: digits.format(value / 1024), unit: 'KiB' }
  return { number: digits.format(value), unit: shown(unit) }
}

const shown = (unit: string): string => (unit === 'us' ? 'µs' : unit === 'count' ? '' : unit)

/**
 * `value` against `limit` in words that keep them apart: "650.001 KiB" must not read "650 KiB" beside a limit of 650.
 */
export function formatAgainst(value: number, limit: number, unit: string): string {
  const alike = quantity(value, unit).number === quantity(limit, unit).number && value !== limit
  if (!alike) return formatValue(value, unit)
  return joined({ number: exact.format(value), unit: shown(unit) })
}

export const formatValue = (value: number, unit: string): string => joined(quantity(value, unit))

/** A limit, to its last digit. */
export const formatLimit = (limit: number, unit: string): string => joined(written(exact, limit, unit))

const joined = ({ number, unit }: Quantity): string => (unit === '' ? number : `${number} ${unit}`)

const spans = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** A span of milliseconds in its two largest units: "2 d 4 h", "35 min", "0 s". */
export function formatSpan(milliseconds: number): string {
  let rest = Math.max(0, milliseconds)
  const parts: string[] = []
  for (const [name, size] of spans) {
    const count = Math.floor(rest / size)
    if (count > 0) parts.push(`${count} ${name}`)
    else if (parts.length > 0) break
    rest -= count * size
    if (parts.length === 2) break
  }
  return parts.length === 0 ? '0 s' : parts.join(' ')
}
