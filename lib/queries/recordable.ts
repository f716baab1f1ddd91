import { randomUUID } from 'node:crypto'
import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { visibleProgram } from './visible'

/** A measure whose samples people may enter from an audited system. */
export interface RecordableMeasureDto {
  id: string
  title: string
  metric: string
  metricTitle: string
  unit: string
  /** It may be said as so many passed of a total, too. */
  proportion: boolean
  /** Where it is required; it may be recorded elsewhere. */
  profiles: string[]
  environments: string[]
}

interface ChoiceDto {
  id: string
  title: string
}

/** What the form to record a sample offers. */
export interface RecordableDto {
  program: string
  zone: string
  /** Whether the viewer's roles let them record, and the titles of the roles that do. */
  mayRecord: boolean
  roles: string[]
  measures: RecordableMeasureDto[]
  profiles: ChoiceDto[]
  environments: ChoiceDto[]
  /** Made anew for each form, so that sending it twice records once. */
  key: string
}

export async function recordable(context: Context, actor: Actor, slug: string): Promise<RecordableDto> {
  const state = await visibleProgram(context, actor, slug)
  const { program, catalog } = state.revision.compiled
  const { metrics, profiles, environments } = program.scoreboard
  const rights = await rightsOf(context.database.pool, actor, state.id)
  return {
    program: slug,
    zone: program.zone,
    mayRecord: mayDo(rights, program.permissions, 'record_sample'),
    roles: program.roles.filter(({ id }) => program.permissions.record_sample.includes(id)).map(({ title }) => title),
    measures: metrics
      .filter(({ provenance }) => provenance !== 'command')
      .flatMap((metric) =>
        metric.measures.map((measure) => ({
          id: measure.id,
          title: measure.title,
          metric: metric.id,
          metricTitle: metric.title,
          unit: measure.unit,
          proportion: catalog.measures.get(measure.id)?.kind === 'proportion',
          profiles: measure.profiles,
          environments: measure.environments,
        })),
      ),
    profiles: profiles.map(({ id, title }) => ({ id, title })),
    environments: environments.map(({ id, title }) => ({ id, title })),
    key: randomUUID(),
  }
}
