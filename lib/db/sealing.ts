import { lacking } from '@/lib/domain/decision/matching'
import { judgementChanges } from '@/lib/domain/decision/judgement'
import { additions, benches, count } from '@/lib/domain/decision/standing'
import type { Instant } from '@/lib/domain/instant'
import type { Electorate } from '@/lib/register/packet'
import type { StoredDecision, StoredPacket, StoredVote } from './decisions'
import { electorateNow, ruleFor } from './electors'
import { excludedBy, hearingOf, sessionSignatures, votesIn } from './hearing'
import { judgeDecision, type JudgedDecision } from './judgement/judge'
import type { Queryable } from './query'
import type { ProgramState } from './program-state'

/** What a seal would freeze now, and what stands against it. */
export interface Sealable {
  judged: JudgedDecision
  electorate: Electorate
  /** One sentence each; empty where it can be sealed. */
  needs: string[]
}

/** Judges a decision for sealing: its own conditions, and people enough to approve it. null: the program decides no such thing. */
export async function sealable(
  db: Queryable,
  state: ProgramState,
  decision: StoredDecision,
  now: Instant,
): Promise<Sealable | null> {
  const rule = ruleFor(state, decision.kind)
  if (rule === null) return null
  const electorate = await electorateNow(db, state, rule, decision, now)
  const judged = await judgeDecision(db, state, decision, now)
  const withKeys = !(await sessionSignatures(db, state))
  const keyed = new Set(electorate.credentials.map(({ person }) => person))
  const seats = benches({ excluded: excludedBy(electorate), current: electorate }).map(({ role, people }) => ({
    role,
    people: people.filter((person) => !withKeys || keyed.has(person)),
  }))
  const lacks = lacking({ rule, benches: seats }, false)
  const keys = lacks.length > 0 && withKeys ? ['Votes are signed by passkeys that someone else has confirmed.'] : []
  return { judged, electorate, needs: [...judged.needs, ...lacks, ...keys] }
}

/** What has changed since a packet was sealed, so that the next vote makes its decision stale; empty where nothing has. */
export async function changesSince(
  db: Queryable,
  state: ProgramState,
  decision: StoredDecision,
  packet: StoredPacket,
  now: Instant,
): Promise<string[]> {
  const [hearing, judged] = [
    await hearingOf(db, state, decision, packet, now),
    await judgeDecision(db, state, decision, now),
  ]
  return [...judgementChanges(packet.judged, judged.judgement), ...additions(hearing.sealed, hearing.current)]
}

/**
 * Why a sealed decision may be sealed anew though nothing it was judged by has changed: a vote that no longer counts
 * has used up its seat, someone of the electorate has got a key since, or votes that count again leave no vote to come
 * that could decide. Empty where the seal is as good as ever.
 */
export async function spent(
  db: Queryable,
  state: ProgramState,
  decision: StoredDecision,
  packet: StoredPacket,
  votes: readonly StoredVote[],
  now: Instant,
): Promise<string[]> {
  const hearing = await hearingOf(db, state, decision, packet, now)
  const { uncounted, tally } = count(hearing, votesIn(packet, votes))
  const keyed = new Set(hearing.sealed.credentials.map(({ person }) => person))
  const late = new Set(hearing.current.credentials.map(({ person }) => person).filter((person) => !keyed.has(person)))
  const holders = hearing.sealed.seats.flatMap((seat) => seat.holders)
  return [
    ...uncounted.map(({ ballot, reason }) => `The vote for ${ballot.seat} no longer counts: ${reason}.`),
    ...holders.filter(({ person }) => late.has(person)).map(({ name }) => `${name} has a key that counts since.`),
    ...(tally.outcome === 'open' ? [] : ['A vote counts again since the last one came, and none is left to decide.']),
  ]
}
