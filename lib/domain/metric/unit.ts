/**
 * Units and exact conversion between units of one kind (seed 11.2).
 *
 * A value is converted as a decimal, never as a binary fraction, so that 0.57 as a ratio is 57 % and not
 * 56.99999999999999 %: equality with a limit decides verdicts.
 */

/** Units that convert into each other: each kind lists its units with their size in the kind's smallest unit. */
const kinds: Record<string, Record<string, bigint>> = {
  size: { bytes: 1n, KiB: 1024n, MiB: 1024n * 1024n },
  duration: { ns: 1n, us: 1_000n, ms: 1_000_000n, s: 1_000_000_000n },
  proportion: { '%': 1n, ratio: 100n },
}

/** Other spellings of a unit: both micro signs. */
const aliases: Record<string, string> = { '\u00b5s': 'us', '\u03bcs': 'us' }

const canonical = (unit: string): string => aliases[unit] ?? unit

function kindOf(unit: string): Record<string, bigint> | undefined {
  return Object.values(kinds).find((units) => Object.hasOwn(units, unit))
}

/** Whether a value in `from` can be said exactly in `to`. A unit of no known kind matches itself alone. */
export function converts(from: string, to: string): boolean {
  const [source, target] = [canonical(from), canonical(to)]
  if (source === target) return true
  const kind = kindOf(source)
  return kind !== undefined && Object.hasOwn(kind, target)
}

/** Whether passed and total say a value in this unit. */
export const isProportion = (unit: string): boolean => kindOf(canonical(unit)) === kinds.proportion

/**
 * `value` in unit `from`, said in unit `to`: the double nearest to the exact result.
 * Throws a RangeError where the units are of different kinds; ask `converts` first.
 */
export function convert(value: number, from: string, to: string): number {
  const [source, target] = [canonical(from), canonical(to)]
  // What is no number stays none: as a decimal it would read 0, which passes.
  if (source === target || !Number.isFinite(value)) return value
  const kind = kindOf(source)
  const [numerator, denominator] = [kind?.[source], kind?.[target]]
  if (numerator === undefined || denominator === undefined) throw new RangeError(`${from} does not convert to ${to}`)
  return scale(value, numerator, denominator)
}

/** A proportion in `unit` (ratio or %): the double nearest to passed / total. Counts up to 1e12. */
export function proportion(passed: number, total: number, unit: string): number {
  return unit === '%' ? (passed * 100) / total : passed / total
}

/** value × numerator / denominator, where denominator has no prime factor but 2 and 5 in lowest terms. */
function scale(value: number, numerator: bigint, denominator: bigint): number {
  const [mantissa, exponent] = decimal(value)
  // 10^30 is divisible by every denominator above (2^20, 10^9), so the division below has no remainder.
  const digits = 30n
  const scaled = (mantissa * numerator * 10n ** digits) / denominator
  return Number(`${scaled}e${exponent - Number(digits)}`)
}

/** The shortest decimal that means this double, as mantissa × 10^exponent. */
function decimal(value: number): [mantissa: bigint, exponent: number] {
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? []
  return [BigInt(`${sign}${whole}${fraction}`), Number(power) - fraction.length]
}
