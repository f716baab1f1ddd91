import { storedRevision } from '@/lib/db/program-state'
import type { RevisionInput } from '@/lib/domain/decision/inputs'
import { activateRevision } from '../../program/activate'
import { Refusal } from '../../refusal'
import type { Effect } from './effect'

/** The revision comes into force. */
export const activate: Effect<RevisionInput> = async ({ tx, actor, state }, { revision }) => {
  const next = await storedRevision(tx.client, state.id, revision)
  if (next === null) throw new Refusal('conflict', 'unknown', `There is no revision ${revision}.`)
  return activateRevision(tx, actor, state, next)
}
