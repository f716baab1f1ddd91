import { type Actor, actorId } from '@/lib/auth/actor'
import { stampBoard } from '@/lib/db/board'
import type { Revision } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { ensureWindows } from '@/lib/db/windows'
import type { EntryDraft } from '@/lib/register/entry'
import { staleUnder } from '../decision/stale-under'
import { defineRisks } from '../risk/define'
import { forgetUnwatched } from './forget-unwatched'

/**
 * Puts a stored revision in force, in the transaction that may and under the program's exclusive lock: its windows are
 * there, its risks are in the register, sealed decisions are stale, and boards that processes remember are read anew.
 */
export async function activateRevision(
  tx: Transaction,
  actor: Actor,
  { id }: { id: number },
  revision: Revision,
): Promise<EntryDraft[]> {
  const { prisma, client, now } = tx
  const { number, digest, compiled } = revision
  const data = { revisionId: revision.id, at: new Date(now), by: actorId(actor) }
  await prisma.revisionActivation.create({ data })
  await prisma.program.update({ where: { id }, data: { revisionId: revision.id } })
  await ensureWindows(client, id, compiled.windows, now, now)
  await stampBoard(client, id)
  const risks = await defineRisks(tx, actor, { id, definition: compiled.program })
  await forgetUnwatched(tx, { id, definition: compiled.program })
  const stale = await staleUnder(tx, actor, id, number)
  return [{ type: 'program.revision_activated', payload: { revision: number, digest } }, ...risks, ...stale]
}
