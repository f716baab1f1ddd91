import { DEMO_ISSUER } from '@/lib/auth/demo-accounts'
import type { Context } from '@/lib/db/transact'
import { programState } from '@/lib/db/program-state'

export interface DemoPersonDto {
  subject: string
  name: string
  /** Titles of the roles held. */
  roles: string[]
  administrator: boolean
}

/** The demo's accounts, in the order they were made: the program's roles, then the viewer. */
export async function demoPeople({ database }: Context): Promise<DemoPersonDto[]> {
  const rows = await database.prisma.identity.findMany({
    where: { issuer: DEMO_ISSUER, user: { deactivatedAt: null } },
    include: {
      user: {
        include: {
          administrations: { where: { endedAt: null } },
          roles: { where: { endedAt: null }, include: { program: { select: { slug: true } } }, orderBy: { id: 'asc' } },
        },
      },
    },
    orderBy: { createdAt: 'asc' },
  })
  const titles = new Map<string, string>()
  const [slug] = rows.flatMap(({ user }) => user.roles.map(({ program }) => program.slug))
  const state = slug === undefined ? null : await programState(database, database.pool, slug)
  for (const role of state?.revision.compiled.program.roles ?? []) titles.set(role.id, role.title)
  return rows.map(({ subject, user }) => ({
    subject,
    name: user.name,
    roles: user.roles.map(({ role }) => titles.get(role) ?? role),
    administrator: user.administrations.length > 0,
  }))
}
