import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { type MetricCallDto, metricCalls } from './metric-calls'
import { visibleProgram } from './visible'

/** The words of a program that the scoreboard's figures stand in. */
export interface BoardFrameDto {
  program: string
  zone: string
  now: string
  dimensions: { id: string; title: string }[]
  metrics: {
    id: string
    definition: string
    target: string
    source: string
    cadence: string
    requiredFrom: string | null
    /** Whom it has called, being out of band; null while it calls nobody. */
    call: MetricCallDto | null
  }[]
}

export async function boardFrame(context: Context, actor: Actor, slug: string): Promise<BoardFrameDto> {
  const state = await visibleProgram(context, actor, slug)
  const { program } = state.revision.compiled
  const phaseTitle = (id: string | undefined): string | null =>
    program.phases.find((phase) => phase.id === id)?.title ?? null
  const calls = await metricCalls(context, state)
  return {
    program: slug,
    zone: program.zone,
    now: iso(await context.clock(context.database.pool)),
    dimensions: program.scoreboard.dimensions.map(({ id, title }) => ({ id, title })),
    metrics: program.scoreboard.metrics.map((metric) => ({
      id: metric.id,
      definition: metric.definition,
      target: metric.target,
      source: metric.source,
      cadence: metric.cadence.text,
      requiredFrom: phaseTitle(metric.requiredFrom),
      call: calls.get(metric.id) ?? null,
    })),
  }
}
