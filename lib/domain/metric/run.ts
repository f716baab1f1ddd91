import type { Instant } from '../instant'
import type { Window } from '../window/window'
import { breachesAfter, type Judgement, judge } from './judge'
import { type Reduced, reduce, type SampleValue } from './reduce'
import type { MeasureRule, Setting } from './rule'

/** What a run says of one series in one window. */
export interface RunPart<Source, W extends Window = Window> {
  window: W
  judgement: Judgement
  reduced: Reduced<Source>
}

export interface RunSeries<Source, W extends Window = Window> {
  /** Over all of the run's samples of the series: what the upload is answered. */
  overall: RunPart<Source, W>
  /** One for each window in which the run observed the series, oldest first. */
  parts: RunPart<Source, W>[]
  /** Consecutive breaches of the series on the run's ref, this run included. */
  breaches: number
}

/**
 * Judges one series of a run, window by window (semantics 3 and 4): `observedAt` decides the window, and a window's
 * part rests on the run's samples up to the window's end, so that nothing observed later changes it.
 *
 * `windows` are those the samples fall in, oldest first; `breaches` those of the series on the ref before this run.
 */
export function judgeRunSeries<Source, W extends Window>(
  rule: MeasureRule,
  samples: readonly SampleValue<Source>[],
  windows: readonly W[],
  setting: Omit<Setting, 'at'>,
  breaches: number,
): RunSeries<Source, W> {
  const parts = windows.map((window): RunPart<Source, W> => {
    const seen = windows.length === 1 ? samples : samples.filter((sample) => sample.observedAt < window.end)
    const reduced = reduce(rule, seen)
    return { window, reduced, judgement: judge(rule, reduced, { ...setting, at: reduced.observedAt }, breaches) }
  })
  const overall = parts.at(-1)
  if (overall === undefined) throw new RangeError('a series without samples cannot be judged')
  return { overall, parts, breaches: breachesAfter(breaches, overall.judgement.verdict) }
}

/** The windows that instants fall in, oldest first, each once. `windows` are sorted and cover all of them. */
export function windowsOf<W extends Window>(instants: readonly Instant[], windows: readonly W[]): W[] {
  const found = new Set<W>()
  for (const instant of instants) {
    const window = windowAt(instant, windows)
    if (window !== null) found.add(window)
  }
  return [...found].sort((a, b) => a.start - b.start)
}

/** The window that holds an instant, by bisection; null where none does. */
export function windowAt<W extends Window>(instant: Instant, windows: readonly W[]): W | null {
  let [low, high] = [0, windows.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const window = windows[middle] as W
    if (instant < window.start) high = middle - 1
    else if (instant >= window.end) low = middle + 1
    else return window
  }
  return null
}
