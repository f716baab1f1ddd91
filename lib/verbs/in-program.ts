import type { Actor } from '@/lib/auth/actor'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type Context, type Outcome, type Transaction, transact } from '@/lib/db/transact'
import { notFound } from './refusal'

/**
 * Runs a change of a program's facts: finds the program, takes its lock shared, and reads its state again under it.
 * Refuses with not_found where there is no such program.
 */
export async function inProgram<T>(
  context: Context,
  actor: Actor,
  slug: string,
  work: (tx: Transaction, state: ProgramState) => Promise<Outcome<T>>,
): Promise<T> {
  const { database } = context
  const known = await programState(database, database.pool, slug)
  if (known === null) throw notFound('program')
  return transact<T>(context, { actor, program: known, lock: 'shared' }, async (tx) => {
    const state = await programState(database, tx.client, slug)
    if (state === null) throw notFound('program')
    return work(tx, state)
  })
}
