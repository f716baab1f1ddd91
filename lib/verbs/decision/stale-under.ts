import type { Actor } from '@/lib/auth/actor'
import { decisionOf, packetsOf } from '@/lib/db/decisions'
import type { Transaction } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { makeStale } from './in-decision'

/** Makes every sealed decision stale where another revision comes into force: they were judged under the one before. */
export async function staleUnder(
  tx: Transaction,
  actor: Actor,
  program: number,
  revision: number,
): Promise<EntryDraft[]> {
  const { rows } = await tx.client.query<{ number: number }>(
    `SELECT number FROM decision WHERE program_id = $1 AND state = 'sealed' ORDER BY id`,
    [program],
  )
  const entries: EntryDraft[] = []
  for (const { number } of rows) {
    const decision = await decisionOf(tx.client, program, number, true)
    if (decision === null) continue
    const packet = (await packetsOf(tx.client, decision.id)).at(-1)
    if (packet === undefined) continue
    const change = `Program revision: was ${packet.document.revision.number}, now ${revision}`
    entries.push(await makeStale({ tx, actor, decision }, packet.sha256, [change]))
  }
  return entries
}
