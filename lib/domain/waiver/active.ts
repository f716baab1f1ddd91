import type { Instant } from '../instant'

/** What a waiver can cover: missing data, or a failure. An error is never waived. */
export type Waivable = 'no_data' | 'fail'

/** A waiver as a decision opened it (semantics 6). */
export interface Waiver {
  id: number
  of: 'series' | 'criterion'
  /** `M-PERF-01A|core-min|ci`, or a criterion's id. */
  target: string
  verdict: Waivable
  /** From the start of its first window up to the end of its last. */
  start: Instant
  end: Instant
  openedAt: Instant
  expiresAt: Instant
  endedAt: Instant | null
}

/**
 * The waivers that hold at an instant, from their opening up to and without their expiry or end. The only place that
 * knows: scoreboard, gates, packets and API ask here (semantics 6).
 */
export const activeWaivers = <T extends Waiver>(waivers: readonly T[], asOf: Instant): T[] =>
  waivers.filter(
    ({ openedAt, expiresAt, endedAt }) => openedAt <= asOf && asOf < expiresAt && (endedAt === null || asOf < endedAt),
  )

/**
 * Waivers of series in a window as of T. A window that has ended is judged as of its last moment: what expires with a
 * window has held in all of it.
 */
export function seriesWaivers(
  waivers: readonly Waiver[],
  window: { start: Instant; end: Instant },
  asOf: Instant,
): Waiver[] {
  return activeWaivers(waivers, Math.min(asOf, window.end - 1)).filter(
    ({ of, start, end }) => of === 'series' && start <= window.start && window.end <= end,
  )
}

/** Waivers of gate criteria at an instant: those whose windows hold it. */
export const criterionWaivers = (waivers: readonly Waiver[], asOf: Instant): Waiver[] =>
  activeWaivers(waivers, asOf).filter(({ of, start, end }) => of === 'criterion' && start <= asOf && asOf < end)
