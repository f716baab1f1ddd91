import type { Hearing } from '@/lib/domain/decision/standing'
import type { Instant } from '@/lib/domain/instant'
import type { Electorate } from '@/lib/register/packet'
import type { StoredDecision, StoredPacket, StoredVote } from './decisions'
import { electorateNow } from './electors'
import type { Queryable } from './query'
import type { ProgramState } from './program-state'

/** Votes are counted by what the packet froze and by who may vote now; the rule is the packet's. */
export interface StoredHearing extends Hearing {
  sealed: Electorate
  current: Electorate
}

/** What the votes of a packet are counted by, as of now. */
export async function hearingOf(
  db: Queryable,
  state: ProgramState,
  decision: StoredDecision,
  packet: StoredPacket,
  now: Instant,
): Promise<StoredHearing> {
  const sealed = packet.document.electorate
  const current = await electorateNow(db, state, sealed.rule, decision, now)
  return { rule: sealed.rule, excluded: excludedBy(sealed), sealed, current }
}

/** Who does not vote because they asked; null where the asker may. */
export const excludedBy = ({ asker }: Pick<Electorate, 'asker'>): string | null => (asker.mayVote ? null : asker.person)

/** The votes of one packet, of those of its decision. */
export const votesIn = (packet: StoredPacket, votes: readonly StoredVote[]): StoredVote[] =>
  votes.filter((vote) => vote.packet === packet.id)

/** Whether votes may be signed by session here: where the program says so, and in the demo (semantics 11). */
export async function sessionSignatures(db: Queryable, state: ProgramState): Promise<boolean> {
  if (state.revision.compiled.program.governance.signatures === 'session') return true
  const { rows } = await db.query<{ demo: boolean }>('SELECT demo FROM installation')
  return rows[0]?.demo ?? false
}
