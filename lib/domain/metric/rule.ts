import type { Instant } from '../instant'

/** Which way is better: a `lower` measure has upper limits, a `higher` one lower limits. */
export type Better = 'lower' | 'higher'

/**
 * One row of limits, in the measure's unit. What it leaves out it does not ask for: without `profile` it holds in
 * every profile. Beyond `hard` fails, beyond `warn` warns, equal to a limit passes.
 */
export interface Limit {
  profile?: string | undefined
  environment?: string | undefined
  phase?: string | undefined
  /** The limit holds from this instant on: a program can tighten by date. */
  from?: Instant | undefined
  warn?: number | undefined
  hard: number
}

/** The seeds that a run must bring; the value is the median of the per-seed values (semantics 4.1). */
export interface SeedProtocol {
  seeds: readonly number[]
  /** Whether a sample without a seed is a value that the harness reduced itself, and counts as such. */
  acceptsSummaries: boolean
}

/** Growth over a baseline beyond `percent` fails (semantics 4.4). Baselines are in the measure's unit. */
export interface Regression {
  percent: number
  baselines: readonly { profile?: string | undefined; environment?: string | undefined; value: number }[]
}

/** Over consecutive measured windows: lower than before or zero, or at least as high as before (semantics 4.5). */
export type Trend = 'falling' | 'not_falling'

/** All that decides the verdict of a measure's series. */
export interface MeasureRule {
  id: string
  unit: string
  better: Better
  limits: readonly Limit[]
  seedProtocol?: SeedProtocol | undefined
  regression?: Regression | undefined
  trend?: Trend | undefined
}

/** Where and when a value is judged. `phase` is the phase whose limits count. */
export interface Setting {
  profile: string
  environment: string
  phase: string
  at: Instant
}

/** The most particular limit for a setting: a phase of its own before any, then the latest date; null if none holds. */
export function limitFor(limits: readonly Limit[], setting: Setting): Limit | null {
  let best: Limit | null = null
  for (const limit of limits) {
    if (!holds(limit, setting)) continue
    if (best === null || precedes(limit, best)) best = limit
  }
  return best
}

function holds(limit: Limit, { profile, environment, phase, at }: Setting): boolean {
  return (
    (limit.profile ?? profile) === profile &&
    (limit.environment ?? environment) === environment &&
    (limit.phase ?? phase) === phase &&
    (limit.from ?? at) <= at
  )
}

function precedes(a: Limit, b: Limit): boolean {
  const [x, y] = [particularity(a), particularity(b)]
  return x === y ? (a.from ?? -Infinity) > (b.from ?? -Infinity) : x > y
}

const particularity = (limit: Limit): number =>
  (limit.phase === undefined ? 0 : 4) +
  (limit.profile === undefined ? 0 : 2) +
  (limit.environment === undefined ? 0 : 1)

/** Equal to a limit is within it. What cannot be compared, NaN, is beyond any. */
export const isBeyond = (value: number, limit: number, better: Better): boolean =>
  !(better === 'lower' ? value <= limit : value >= limit)
