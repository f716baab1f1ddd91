import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { RELEASED } from '@/lib/program/compile'
import { inboxCount } from './inbox'
import { self, type SelfDto } from './people'
import { visibleProgram } from './visible'

/** Where the release stands: what the line along the top of every page draws. */
export interface LineDto {
  phases: { id: string; title: string; state: 'done' | 'current' | 'ahead' }[]
  /** Before the first phase, or after the last. */
  position: 'before' | 'within' | 'released'
}

/** What every page of a program shows around its content. */
export interface ShellDto {
  program: { id: string; title: string; zone: string }
  line: LineDto
  self: SelfDto | null
  /** The demo: its history is made up. */
  demo: boolean
  mayRecord: boolean
  /** How many things wait for the viewer. */
  waiting: number
}

export async function shell(context: Context, actor: Actor, slug: string): Promise<ShellDto> {
  const state = await visibleProgram(context, actor, slug)
  const { program } = state.revision.compiled
  const rights = await rightsOf(context.database.pool, actor, state.id)
  const [me, installation, waiting] = await Promise.all([
    self(context, actor, slug),
    context.database.prisma.installation.findUnique({ where: { id: 1 } }),
    actor.kind === 'user' ? inboxCount(context, state, { user: actor.user, rights }) : 0,
  ])
  const current = program.phases.findIndex((phase) => phase.id === state.phase)
  const released = state.phase === RELEASED
  return {
    program: { id: slug, title: program.title, zone: program.zone },
    line: {
      phases: program.phases.map(({ id, title }, index) => ({
        id,
        title,
        state: released || index < current ? 'done' : index === current ? 'current' : 'ahead',
      })),
      position: released ? 'released' : current === -1 ? 'before' : 'within',
    },
    self: me,
    demo: installation?.demo === true,
    mayRecord: mayDo(rights, program.permissions, 'record_sample'),
    waiting,
  }
}
