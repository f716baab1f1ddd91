import { isWorse } from '../metric/verdict'
import type { Better } from '../metric/rule'
import type { Point, SeriesFacts } from './types'

/** What a point needs to be ranked by. */
type Ranked = Pick<Point, 'verdict' | 'value' | 'observedAt'>

/**
 * Adds a run verdict to what is known of a series in a window: the newest by observation counts as latest, the worst
 * by verdict, then by value, as worst. Of equals the one added later, so add them in run order.
 */
export function addPoint(facts: SeriesFacts | undefined, point: Point, better: Better): SeriesFacts {
  if (facts === undefined) return { latest: point, worst: point }
  return {
    latest: point.observedAt >= facts.latest.observedAt ? point : facts.latest,
    worst: isNoBetter(point, facts.worst, better) ? point : facts.worst,
  }
}

function isNoBetter(point: Ranked, than: Ranked, better: Better): boolean {
  if (point.verdict !== than.verdict) return isWorse(point.verdict, than.verdict)
  if (point.value === null || than.value === null) return true
  return better === 'lower' ? point.value >= than.value : point.value <= than.value
}
