import type { PointDetail } from '@/lib/db/points'
import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import { iso } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'

/** What is kept of a closed window's scoreboard: statuses, verdicts and values, down to run and artifact. */
export function evaluationJson(board: Scoreboard, details: ReadonlyMap<number, PointDetail>): Json {
  return {
    window: board.window.label,
    asOf: iso(board.asOf),
    status: board.status,
    reasons: board.reasons,
    toGreen: board.toGreen,
    dimensions: board.dimensions.map(({ id, status }) => ({ id, status })),
    metrics: board.metrics.map((metric) => ({
      id: metric.spec.id,
      required: metric.spec.required,
      verdict: metric.verdict,
      status: metric.status,
      carried: metric.carried,
      waived: metric.waived,
      breachedWindows: metric.breachedWindows,
      series: metric.series.map((series) => ({
        measure: series.spec.measure,
        profile: series.spec.profile,
        environment: series.spec.environment,
        verdict: series.verdict,
        value: series.point?.value ?? null,
        limit: series.point?.limit ?? null,
        warn: series.point?.warn ?? null,
        observedAt: series.point === null ? null : iso(series.point.observedAt),
        runVerdict: series.point?.id ?? null,
        ...proof(series.point === null ? undefined : details.get(series.point.id)),
        reasons: series.reasons,
        carried: series.carried,
        waived: series.waived,
      })),
    })),
  }
}

const proof = (
  detail: PointDetail | undefined,
): { run: string | null; artifact: string | null; sha256: string | null } => ({
  run: detail?.run ?? null,
  artifact: detail?.artifact ?? null,
  sha256: detail?.sha256 ?? null,
})
