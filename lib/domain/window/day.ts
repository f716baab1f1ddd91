import { Temporal } from 'temporal-polyfill'

/** The day after `2026-11-26`, in the same form. */
export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()
