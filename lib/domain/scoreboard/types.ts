import type { Instant } from '../instant'
import type { Better, Trend } from '../metric/rule'
import type { Verdict } from '../metric/verdict'
import type { Waiver } from '../waiver/active'
import type { Window } from '../window/window'

export type Status = 'green' | 'yellow' | 'red'

/** A series is measure × profile × environment class. */
export interface SeriesKey {
  measure: string
  profile: string
  environment: string
}

export const seriesId = ({ measure, profile, environment }: SeriesKey): string => `${measure}|${profile}|${environment}`

/** A required series of a metric, with what its measure says of its values. */
export interface SeriesSpec extends SeriesKey {
  unit: string
  better: Better
  trend?: Trend | undefined
  /** Whether the measure has limits at all: its first measured window is then judged by them alone. */
  capped: boolean
}

/** A metric as the scoreboard of one window asks for it, in the revision and phase of that window. */
export interface MetricSpec {
  id: string
  title: string
  dimension: string
  critical: boolean
  required: boolean
  rollUp: 'worst' | 'latest'
  /** Milliseconds for which a value counts. */
  maxAge: number
  series: readonly SeriesSpec[]
}

export interface ScoreboardSpec {
  dimensions: readonly string[]
  metrics: readonly MetricSpec[]
  /** From when on the program was in force: before, a window without measurements is no breach. */
  since: Instant
}

/** The stored verdict of one run on one series. `id` points to it; the domain only hands it through. */
export interface Point {
  id: number
  verdict: Verdict
  value: number | null
  limit: number | null
  warn: number | null
  observedAt: Instant
  reasons: readonly string[]
}

/** The newest and the worst of a series' run verdicts that count in one window. */
export interface SeriesFacts {
  latest: Point
  worst: Point
}

/** What is known of one window. */
export interface WindowFacts {
  window: Window
  spec: ScoreboardSpec
  /** By `seriesId`. A series that no run measured in the window is not here. */
  series: ReadonlyMap<string, SeriesFacts>
  /** All waivers of the program; which of them hold in this window is for `seriesWaivers` to say. */
  waivers?: readonly Waiver[]
}

export interface SeriesState {
  spec: SeriesSpec
  verdict: Verdict
  /** The verdict that decides, if the series ever had one within its maximum age. */
  point: Point | null
  /** The value comes from an earlier window. */
  carried: boolean
  waived: boolean
  /** Milliseconds from the value's observation to the scoreboard's T. */
  age: number | null
  reasons: string[]
}

export interface MetricState {
  spec: MetricSpec
  verdict: Verdict
  /** The metric's own light; null where the metric is not required. */
  status: Status | null
  /** No run measured it in this window: all it shows comes from earlier ones. */
  carried: boolean
  waived: boolean
  /** Consecutive counted windows out of band, this one included. */
  breachedWindows: number
  /** The series that decides the metric's verdict: the worst one, of equals the one nearest its limit. */
  deciding: SeriesState | null
  series: SeriesState[]
  reasons: string[]
}

export interface DimensionState {
  id: string
  /** null where no metric of the dimension is required. */
  status: Status | null
}

/** The scoreboard of one window as of T (seed 11, semantics 5). */
export interface Scoreboard {
  window: Window
  asOf: Instant
  status: Status
  reasons: string[]
  toGreen: string[]
  dimensions: DimensionState[]
  metrics: MetricState[]
}
