/** An instant: milliseconds since 1970-01-01T00:00:00Z. Rules take instants and never read a clock. */
export type Instant = number

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** An instant as `2026-11-22T19:33:28.000Z`. */
export const iso = (instant: Instant): string => new Date(instant).toISOString()
