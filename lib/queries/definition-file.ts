import type { Actor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { visibleProgram } from './visible'

/** A definition as a file to keep. */
export interface DefinitionFileDto {
  name: string
  body: string
}

/**
 * The definition in force: as it was loaded (`yaml`), or in its canonical form (`json`), the very bytes whose SHA-256
 * is the revision's digest.
 */
export async function definitionFile(
  context: Context,
  actor: Actor,
  slug: string,
  form: 'yaml' | 'json',
): Promise<DefinitionFileDto> {
  const { revision } = await visibleProgram(context, actor, slug)
  const { source, canonical } = await context.database.prisma.programRevision.findUniqueOrThrow({
    where: { id: revision.id },
    select: { source: true, canonical: true },
  })
  return { name: `${slug}-revision-${revision.number}.${form}`, body: form === 'yaml' ? source : canonical }
}
