import { convert, converts } from '@/lib/domain/metric/unit'

/** A limit as written, in the measure's unit: `650` as it stands, "650 KiB" converted. null where it cannot be. */
export function amountIn(unit: string, amount: number | string): number | null {
  if (typeof amount === 'number') return finite(amount)
  const space = amount.indexOf(' ')
  const [number, from] = [Number(amount.slice(0, space)), amount.slice(space + 1)]
  return converts(from, unit) ? finite(convert(number, from, unit)) : null
}

/** An infinite limit is none: nothing could breach it. */
const finite = (amount: number): number | null => (Number.isFinite(amount) ? amount : null)
