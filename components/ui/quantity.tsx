import { quantity } from '@/lib/domain/metric/format'

/** A figure with its unit, smaller; a dash where there is none. */
export function Figure({ value, unit }: { value: number | null; unit: string }) {
  if (value === null) return <span className="text-soft">–</span>
  const shown = quantity(value, unit)
  return (
    <span className="whitespace-nowrap">
      {shown.number}
      {shown.unit === '' ? null : <span className="text-xs text-soft"> {shown.unit}</span>}
    </span>
  )
}
