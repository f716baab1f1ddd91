import type { Actor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { notFound, Refusal } from '@/lib/verbs/refusal'

/**
 * The program, for an actor who may see it; else there is no such program. Everyone signed in sees every program as
 * a viewer; a token or a CI identity sees its own.
 */
export async function visibleProgram(context: Context, actor: Actor, slug: string): Promise<ProgramState> {
  const { database } = context
  const state = await programState(database, database.pool, slug)
  if (actor.kind === 'user' && !(await rightsOf(database.pool, actor, state?.id ?? null)).active) {
    throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
  }
  const bound = actor.kind === 'token' || actor.kind === 'ci' ? actor.program : null
  if (state === null || (bound !== null && bound !== state.id)) throw notFound('program')
  return state
}
