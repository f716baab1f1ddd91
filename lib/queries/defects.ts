import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { defectFacts } from '@/lib/db/defect-facts'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { visibleProgram } from './visible'

export interface DefectDto {
  id: string
  title: string | null
  kind: string
  severity: string
  surface: string | null
  openedAt: string
  resolvedAt: string | null
  source: 'upload' | 'hand'
  run: { id: string; number: number } | null
}

export interface DefectsDto {
  program: string
  zone: string
  now: string
  /** false where the program judges no defects. */
  judged: boolean
  list: { source: 'upload' | 'hand'; asOf: string; run: { id: string; number: number } | null } | null
  /** Unresolved first, then the newest. */
  defects: DefectDto[]
  kinds: { id: string; title: string }[]
  severities: { id: string; title: string }[]
  surfaces: string[]
  mayRecord: boolean
  roleTitles: string[]
}

/** The defects of a program: the newest complete list, and what was recorded by hand. */
export async function defects(context: Context, actor: Actor, slug: string): Promise<DefectsDto> {
  const state = await visibleProgram(context, actor, slug)
  const { program, catalog } = state.revision.compiled
  const { pool } = context.database
  const [now, facts, rights] = await Promise.all([
    context.clock(pool),
    defectFacts(pool, state.id, null),
    rightsOf(pool, actor, state.id),
  ])
  const { list } = facts
  const sorted = [...facts.defects].sort(
    (a, b) => Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null) || b.openedAt - a.openedAt,
  )
  return {
    program: slug,
    zone: program.zone,
    now: iso(now),
    judged: program.defects !== undefined,
    list: list === null ? null : { ...list, asOf: iso(list.asOf) },
    defects: sorted.map(({ id, title, kind, severity, surface, openedAt, resolvedAt, source, run }) => ({
      id,
      title,
      kind,
      severity,
      surface,
      openedAt: iso(openedAt),
      resolvedAt: resolvedAt === null ? null : iso(resolvedAt),
      source,
      run,
    })),
    kinds: (program.defects?.kinds ?? []).map(({ id, title }) => ({ id, title })),
    severities: (program.defects?.severities ?? []).map(({ id, title }) => ({ id, title })),
    surfaces: [...(catalog.surfaces ?? [])].sort(),
    mayRecord: program.defects !== undefined && mayDo(rights, program.permissions, 'record_defect'),
    roleTitles: program.roles
      .filter(({ id }) => program.permissions.record_defect.includes(id))
      .map(({ title }) => title),
  }
}
