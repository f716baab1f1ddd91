import { type OpenCall, openCalls } from '@/lib/db/streaks'
import { metricOwners } from '@/lib/domain/metric/owner'
import { windowOf } from '@/lib/domain/window/window'
import type { Metric } from '@/lib/program/schema/metrics'
import type { InboxItem, Reader } from './item'

/** Critical metrics without data, or that cannot be judged, of which the reader's role was told (semantics 5). */
export async function metricsWaiting({ pool, state, rights, now }: Reader): Promise<InboxItem[]> {
  const { program, windows } = state.revision.compiled
  const owned = program.scoreboard.metrics.filter(({ owner }) =>
    metricOwners(program.governance, owner).some((role) => rights.roles.has(role)),
  )
  if (owned.length === 0) return []
  const calls = new Map((await openCalls(pool, state.id)).map((call) => [call.metric, call]))
  return owned.flatMap((metric): InboxItem[] => {
    const call = calls.get(metric.id)
    if (call === undefined || call.told === null) return []
    const { told, review } = call
    return [
      {
        kind: 'metric',
        title: `${metric.id} ${metric.title} ${stands(told.of, review)}`,
        ask: asked(metric, told.of, review),
        href: `/${state.slug}/metrics/${encodeURIComponent(metric.id)}`,
        ...(review === null ? {} : { page: `/${state.slug}/incidents/${review.incident}` }),
        since: told.at,
        // The review has a deadline of its own.
        due: review === null ? windowOf(windows, now).end : null,
      },
    ]
  })
}

/** Once under review it may have failed since: then it is not said to lack data now. */
function stands(of: 'no_data' | 'error', review: OpenCall['review']): string {
  if (review === null) return of === 'no_data' ? 'has no data' : 'cannot be judged'
  return `${of === 'no_data' ? 'had no data' : 'could not be judged'}: review ${review.incident}`
}

function asked({ provenance }: Metric, of: 'no_data' | 'error', review: OpenCall['review']): string {
  const source = provenance === 'record' ? 'Record a value' : 'Bring a value by a gated run'
  const act = of === 'no_data' ? source : 'Propose a definition that can judge it: a limit or a baseline is missing'
  return review === null ? `${act}; a review opens if it still stands then` : act
}
