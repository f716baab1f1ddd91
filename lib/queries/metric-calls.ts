import type { ProgramState } from '@/lib/db/program-state'
import { openCalls } from '@/lib/db/streaks'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'

/** Whom a critical metric that is out of band has called. */
export interface MetricCallDto {
  /** When its owner was told that it has no data or cannot be judged. */
  toldAt: string | null
  review: { id: number; dueAt: string | null; open: boolean } | null
}

/** By metric; those that call nobody are not there. */
export async function metricCalls({ database }: Context, state: ProgramState): Promise<Map<string, MetricCallDto>> {
  const calls = await openCalls(database.pool, state.id)
  return new Map(
    calls
      .filter(({ told, review }) => told !== null || review !== null)
      .map(({ metric, told, review }) => [
        metric,
        {
          toldAt: told === null ? null : iso(told.at),
          review:
            review === null
              ? null
              : {
                  id: review.incident,
                  dueAt: review.dueAt === null ? null : iso(review.dueAt),
                  open: review.open,
                },
        },
      ]),
  )
}
