import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import type { Program } from '@/lib/program/schema/program'
import { visibleProgram } from './visible'

export interface ProgramListDto {
  id: string
  title: string
  revision: number
  phase: string | null
}

/** The programs that an actor may see, by id. */
export async function programs(context: Context, actor: Actor): Promise<ProgramListDto[]> {
  const rows = await context.database.prisma.program.findMany({
    where: { revisionId: { not: null } },
    orderBy: { slug: 'asc' },
    select: { slug: true, id: true },
  })
  const bound = actor.kind === 'token' || actor.kind === 'ci' ? actor.program : null
  const visible = rows.filter((row) => bound === null || bound === row.id)
  return Promise.all(
    visible.map(async ({ slug }) => {
      const state = await visibleProgram(context, actor, slug)
      const { program } = state.revision.compiled
      return { id: slug, title: program.title, revision: state.revision.number, phase: state.phase }
    }),
  )
}

export interface DefinitionDto {
  id: string
  revision: number
  /** SHA-256 of the canonical definition, hex. */
  digest: string
  phase: string | null
  /** The file as it was loaded. */
  source: string
  program: Program
  revisions: { number: number; digest: string; createdAt: string; inForceFrom: string | null }[]
}

/** The definition in force, whole, with the revisions before it. */
export async function programDefinition(context: Context, actor: Actor, slug: string): Promise<DefinitionDto> {
  const state = await visibleProgram(context, actor, slug)
  const rows = await context.database.prisma.programRevision.findMany({
    where: { programId: state.id },
    orderBy: { number: 'desc' },
    include: { activations: true },
  })
  const current = rows.find((row) => row.id === state.revision.id)
  return {
    id: slug,
    revision: state.revision.number,
    digest: state.revision.digest,
    phase: state.phase,
    source: current?.source ?? '',
    program: state.revision.compiled.program,
    revisions: rows.map((row) => ({
      number: row.number,
      digest: Buffer.from(row.digest).toString('hex'),
      createdAt: row.createdAt.toISOString(),
      inForceFrom: row.activations[0]?.at.toISOString() ?? null,
    })),
  }
}
