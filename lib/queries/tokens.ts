import type { Actor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { Refusal } from '@/lib/verbs/refusal'
import { visibleProgram } from './visible'

export interface TokenDto {
  id: number
  name: string
  /** The token's first characters. */
  hint: string
  scope: 'upload' | 'read'
  gated: boolean
  createdAt: string
  revokedAt: string | null
  lastUsedAt: string | null
}

/** A program's tokens, standing ones first. Administrators only. */
export async function tokensOf(context: Context, actor: Actor, slug: string): Promise<TokenDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { administrator } = await rightsOf(context.database.pool, actor, state.id)
  if (!administrator) throw new Refusal('forbidden', 'not_administrator', 'Only an administrator sees the tokens.')
  const rows = await context.database.prisma.apiToken.findMany({
    where: { programId: state.id },
    orderBy: [{ revokedAt: { sort: 'asc', nulls: 'first' } }, { id: 'desc' }],
  })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    scope: row.scope,
    gated: row.gated,
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }))
}
