import type { Actor } from '@/lib/auth/actor'
import { evidenceFacts } from '@/lib/db/evidence-facts'
import { standingDebts } from '@/lib/db/gate-facts'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { derivedParity, requiredSurfaces } from '@/lib/domain/parity/derived'
import { type EvidenceState, type SurfaceState, surfaceStanding } from '@/lib/domain/parity/parity'
import { visibleProgram } from './visible'

export interface SurfaceEvidenceDto {
  id: string
  kind: string
  state: EvidenceState
  observedAt: string | null
  /** Seconds. */
  age: number | null
  run: { id: string; number: number } | null
  artifact: string | null
  sha256: string | null
  command: string | null
}

export interface SurfaceDto {
  id: string
  class: string
  obligations: string[]
  assertion: string
  state: SurfaceState
  /** The phase that stands requires it. */
  required: boolean
  /** Kinds that it must name evidence of, and does not. */
  missingKinds: string[]
  debt: { risk: string; expiresAt: string; decision: number } | null
  reasons: string[]
  toMeet: string[]
  evidence: SurfaceEvidenceDto[]
}

/** Parity of every retained surface (semantics 14, 15). */
export interface SurfacesDto {
  program: string
  asOf: string
  zone: string
  classes: { id: string; title: string; requiredFrom: string | null }[]
  obligations: { id: string; title: string }[]
  maxAgeDays: number
  /** Passed / named ids of the required surfaces; null where none is required. */
  parity: { passed: number; total: number } | null
  surfaces: SurfaceDto[]
}

export async function surfaces(context: Context, actor: Actor, slug: string): Promise<SurfacesDto> {
  const state = await visibleProgram(context, actor, slug)
  const { gates, program, catalog } = state.revision.compiled
  const { pool } = context.database
  const [now, evidence, debts] = await Promise.all([
    context.clock(pool),
    evidenceFacts(pool, state.id, [...catalog.evidence]),
    standingDebts(pool, state.id),
  ])
  const { parity } = gates
  const required = new Set(requiredSurfaces(gates, state.phase).map(({ id }) => id))
  const rate = derivedParity(gates, state.phase, evidence, null, now)
  return {
    program: slug,
    asOf: iso(now),
    zone: program.zone,
    classes: (parity?.classes ?? [])
      .filter(({ retained }) => retained)
      .map(({ id, title, requiredFrom }) => ({ id, title, requiredFrom })),
    obligations: (program.surfaces?.obligations ?? []).map(({ id, title }) => ({ id, title })),
    maxAgeDays: parity?.maxAgeDays ?? 0,
    parity: rate === null ? null : { passed: rate.passed, total: rate.total },
    surfaces:
      parity === null
        ? []
        : gates.surfaces.map((surface): SurfaceDto => {
            const found = surfaceStanding(parity, surface, evidence, debts, now)
            return {
              id: surface.id,
              class: surface.class,
              obligations: [...surface.obligations],
              assertion: surface.assertion,
              state: found.state,
              required: required.has(surface.id),
              missingKinds: found.missingKinds,
              debt: found.debt && {
                risk: found.debt.risk,
                expiresAt: iso(found.debt.expiresAt),
                decision: found.debt.decision,
              },
              reasons: found.reasons,
              toMeet: found.toMeet,
              evidence: found.evidence.map(({ id, kind, state: standing, fact, age }) => ({
                id,
                kind,
                state: standing,
                observedAt: fact === null ? null : iso(fact.observedAt),
                age: age === null ? null : Math.floor(age / 1000),
                run: fact?.run ?? null,
                artifact: fact?.artifact ?? null,
                sha256: fact?.sha256 ?? null,
                command: fact?.command ?? null,
              })),
            }
          }),
  }
}
