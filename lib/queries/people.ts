import type { Actor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { visibleProgram } from './visible'

/** Whether anyone administers this installation. */
export async function hasAdministrator({ database }: Context): Promise<boolean> {
  return (await database.prisma.administrator.count({ where: { endedAt: null } })) > 0
}

export interface PersonDto {
  id: string
  name: string
  email: string | null
  administrator: boolean
  /** Ids of the roles held in this program. */
  roles: string[]
  deactivatedAt: string | null
}

/** Everyone with an account, with their roles in a program. An address is shown to administrators alone. */
export async function people(context: Context, actor: Actor, slug: string): Promise<PersonDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const { administrator } = await rightsOf(pool, actor, state.id)
  const rows = await prisma.user.findMany({
    orderBy: { name: 'asc' },
    include: {
      administrations: { where: { endedAt: null } },
      roles: { where: { programId: state.id, endedAt: null }, orderBy: { role: 'asc' } },
    },
  })
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: administrator ? row.email : null,
    administrator: row.administrations.length > 0,
    roles: row.roles.map(({ role }) => role),
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
  }))
}

/** Who is signed in, as the shell shows them; null where the account no longer stands. */
export interface SelfDto {
  id: string
  name: string
  administrator: boolean
  /** Ids of the roles held in this program. */
  roles: string[]
}

export async function self(context: Context, actor: Actor, slug: string | null): Promise<SelfDto | null> {
  if (actor.kind !== 'user') return null
  const { pool, prisma } = context.database
  const program = slug === null ? null : await prisma.program.findUnique({ where: { slug }, select: { id: true } })
  const rights = await rightsOf(pool, actor, program?.id ?? null)
  const user = await prisma.user.findUnique({ where: { id: actor.user } })
  if (!rights.active || user === null) return null
  return { id: user.id, name: user.name, administrator: rights.administrator, roles: [...rights.roles].sort() }
}
