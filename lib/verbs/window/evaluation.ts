import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import { iso } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'

/** What is kept of a closed window's scoreboard: statuses, verdicts and values, and the run verdicts they rest on. */
export function evaluationJson(board: Scoreboard): Json {
  return {
    window: board.window.label,
    asOf: iso(board.asOf),
    status: board.status,
    reasons: board.reasons,
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
        runVerdict: series.point?.id ?? null,
        carried: series.carried,
        waived: series.waived,
      })),
    })),
  }
}
