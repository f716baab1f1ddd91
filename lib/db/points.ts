import type { StoredFacts } from './board-facts'
import type { Point, Scoreboard, SeriesFacts } from '@/lib/domain/scoreboard/types'
import type { Queryable } from './query'

/** What stands behind a point: its run, its artifact, and what it was held against. */
export interface PointDetail {
  id: number
  run: string
  runNumber: number
  commit: string | null
  artifact: string | null
  sha256: string | null
  limit: number | null
  warn: number | null
  reasons: string[]
}

/** Details of the points that scoreboards show, by run verdict. */
export async function pointDetails(db: Queryable, boards: readonly Scoreboard[]): Promise<Map<number, PointDetail>> {
  const series = boards.flatMap((board) => board.metrics.flatMap((metric) => metric.series))
  const ids = [...new Set(series.flatMap(({ point }) => point?.id ?? []))]
  const { rows } = await db.query<PointDetail>({
    name: 'point_details',
    text: `SELECT v.id, r.external_id AS run, r.id AS "runNumber", r.commit, v.artifact, encode(v.sha256, 'hex') AS sha256,
             v."limit", v.warn, v.reasons
           FROM run_verdict v JOIN run r ON r.id = v.run_id WHERE v.id = ANY($1)`,
    values: [ids],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

/** The same facts with limits and reasons where they are known. */
export function withDetails(facts: readonly StoredFacts[], details: ReadonlyMap<number, PointDetail>): StoredFacts[] {
  const detailed = (point: Point): Point => {
    const detail = details.get(point.id)
    if (detail === undefined) return point
    return { ...point, limit: detail.limit, warn: detail.warn, reasons: untrended(detail.reasons) }
  }
  return facts.map((one) => ({
    ...one,
    series: new Map(
      [...one.series].map(([id, { latest, worst }]): [string, SeriesFacts] => [
        id,
        { latest: detailed(latest), worst: detailed(worst) },
      ]),
    ),
  }))
}

/** A run's answer names what the trend made of it then; the scoreboard judges the trend of the window itself. */
const untrended = (reasons: readonly string[]): string[] =>
  reasons.filter((reason) => !reason.startsWith('trend: ') && !reason.startsWith('first_window: '))
