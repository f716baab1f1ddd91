import type { Actor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { visibleProgram } from './visible'

/** Whether anyone administers this installation. */
export async function hasAdministrator({ database }: Context): Promise<boolean> {
  return (await database.prisma.administrator.count({ where: { endedAt: null } })) > 0
}

/** A role by its title; one that the definition names no longer stands under its id. */
export interface RoleNameDto {
  id: string
  title: string
}

export interface PersonDto {
  id: string
  name: string
  /** For administrators alone. */
  email: string | null
  administrator: boolean
  /** The roles held in this program. */
  roles: RoleNameDto[]
  deactivatedAt: string | null
}

/** Who stands in for the holder of a role, now or later. */
export interface DeputyDto {
  id: number
  role: string
  holder: { id: string; name: string }
  deputy: { id: string; name: string }
  from: string
  until: string
  running: boolean
}

export interface PeopleDto {
  program: string
  zone: string
  /** The viewer: who they are, and whether they may change what is shown. */
  viewer: { id: string | null; administrator: boolean }
  /** Every role of the program, held or not. */
  roles: (RoleNameDto & { description: string })[]
  people: PersonDto[]
  /** Terms that run or lie ahead, by their start. */
  deputies: DeputyDto[]
}

/** Everyone with an account, with their roles in a program. Addresses and who has left are for administrators alone. */
export async function people(context: Context, actor: Actor, slug: string): Promise<PeopleDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const { program } = state.revision.compiled
  const { administrator } = await rightsOf(pool, actor, state.id)
  const rows = await prisma.user.findMany({
    where: administrator ? {} : { deactivatedAt: null },
    orderBy: { name: 'asc' },
    include: {
      administrations: { where: { endedAt: null } },
      roles: { where: { programId: state.id, endedAt: null } },
    },
  })
  return {
    program: slug,
    zone: program.zone,
    viewer: { id: actor.kind === 'user' ? actor.user : null, administrator },
    roles: program.roles.map(({ id, title, description }) => ({ id, title, description })),
    people: rows.map((row) => ({
      id: row.id,
      name: row.name,
      email: administrator ? row.email : null,
      administrator: row.administrations.length > 0,
      roles: named(
        state,
        row.roles.map(({ role }) => role),
      ),
      deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
    })),
    deputies: await deputies(context, state),
  }
}

async function deputies(context: Context, { id }: ProgramState): Promise<DeputyDto[]> {
  const now = await context.clock(context.database.pool)
  const person = { select: { id: true, name: true } }
  const rows = await context.database.prisma.deputy.findMany({
    where: { programId: id, endedAt: null, endsAt: { gt: new Date(now) } },
    include: { holder: person, deputy: person },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ id, role, holder, deputy, startsAt, endsAt }) => ({
    id,
    role,
    holder,
    deputy,
    from: startsAt.toISOString(),
    until: endsAt.toISOString(),
    running: startsAt.getTime() <= now,
  }))
}

/** Roles with their titles, in the program's order; those it names no longer come last. */
function named(state: ProgramState, held: readonly string[]): RoleNameDto[] {
  const { roles } = state.revision.compiled.program
  const known = roles.filter(({ id }) => held.includes(id)).map(({ id, title }) => ({ id, title }))
  const others = held.filter((id) => !roles.some((role) => role.id === id)).sort()
  return [...known, ...others.map((id) => ({ id, title: id }))]
}

/** Who is signed in, as the shell shows them; null where the account no longer stands. */
export interface SelfDto {
  id: string
  name: string
  administrator: boolean
  /** The roles held in this program. */
  roles: RoleNameDto[]
}

export async function self(context: Context, actor: Actor, slug: string | null): Promise<SelfDto | null> {
  if (actor.kind !== 'user') return null
  const { pool, prisma } = context.database
  const state = slug === null ? null : await programState(context.database, pool, slug)
  const rights = await rightsOf(pool, actor, state?.id ?? null)
  const user = await prisma.user.findUnique({ where: { id: actor.user } })
  if (!rights.active || user === null) return null
  return {
    id: user.id,
    name: user.name,
    administrator: rights.administrator,
    roles: state === null ? [] : named(state, [...rights.roles]),
  }
}
