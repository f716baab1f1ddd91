import type { Actor } from '@/lib/auth/actor'
import { decisionsOf } from '@/lib/db/decisions'
import type { Context } from '@/lib/db/transact'
import { listDto, seatsFor, viewOf } from './decision/view'
import type { DecisionListDto } from './decision-dto'
import { visibleProgram } from './visible'

/** All decisions of a program, newest first, each with what it waits for. */
export async function decisions(context: Context, actor: Actor, slug: string): Promise<DecisionListDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const now = await context.clock(pool)
  const found: DecisionListDto[] = []
  for (const decision of await decisionsOf(pool, state.id)) {
    const view = await viewOf(pool, state, decision, now)
    const mine = actor.kind === 'user' ? await seatsFor(pool, state, view, actor.user, now) : []
    found.push(listDto(state, view, mine.length > 0))
  }
  return found
}
