import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import { inboxCount } from './inbox'
import { line, type LineDto } from './line'
import { self, type SelfDto } from './people'
import { visibleProgram } from './visible'

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
  const [me, installation, waiting, drawn] = await Promise.all([
    self(context, actor, slug),
    context.database.prisma.installation.findUnique({ where: { id: 1 } }),
    actor.kind === 'user' ? inboxCount(context, state, { user: actor.user, rights }) : 0,
    line(context, state),
  ])
  return {
    program: { id: slug, title: program.title, zone: program.zone },
    line: drawn,
    self: me,
    demo: installation?.demo === true,
    mayRecord: mayDo(rights, program.permissions, 'record_sample'),
    waiting,
  }
}
