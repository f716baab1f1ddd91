import type { Instant } from '../instant'
import { type Bench, lacking } from './matching'
import type { DecisionRule } from './rule'
import { type CastVote, type Tally, tally } from './tally'

/** Someone who may fill a seat, for themselves or for its holder. */
export interface SeatHolder {
  person: string
  name: string
  deputyOf: string | null
  /** ISO instant at which a deputy's term is over; null where it is open, and for holders. */
  until: string | null
}

export interface Key {
  person: string
  credentialId: string
  /** COSE_Key, base64url. */
  publicKey: string
}

/** Who may vote: as a packet froze it, or as it is now. */
export interface Voters {
  seats: readonly { role: string; holders: readonly SeatHolder[] }[]
  credentials: readonly Key[]
}

/** A vote as it was cast. */
export interface Ballot extends CastVote {
  person: string
  deputyOf: string | null
  /** null: a session signature. */
  credential: string | null
  at: Instant
}

/** What voters, votes and the two electorates come to. */
export interface Count {
  counted: Ballot[]
  /** Votes on record that do not count, and why, in words. */
  uncounted: { ballot: Ballot; reason: string }[]
  tally: Tally
  /** All seats have voted, they differ, and the tie-break role is asked. */
  split: boolean
}

export interface Hearing {
  rule: DecisionRule
  /** Who asked, where asking keeps them from voting; else null. */
  excluded: string | null
  sealed: Voters
  current: Voters
}

/**
 * Counts the votes of a round (semantics 11): each must have been allowed by the sealed electorate and be allowed
 * still, by role, deputy's term and key; nobody counts twice; the asker of a waiver or an override never.
 */
export function count(hearing: Hearing, ballots: readonly Ballot[]): Count {
  const { rule } = hearing
  const counted: Ballot[] = []
  const uncounted: Count['uncounted'] = []
  const tieBreak = rule.split.outcome === 'tie_break' && !rule.unanimous ? rule.split.role : null
  for (const ballot of [...ballots].sort((a, b) => order(a, b, tieBreak))) {
    const reason = whyNot(hearing, ballot) ?? double(counted, ballot)
    if (reason === null) counted.push(ballot)
    else uncounted.push({ ballot, reason })
  }
  const result = tally(rule, counted)
  const seats = new Set(rule.seats.map(({ role }) => role))
  const all = counted.filter(({ seat }) => seats.has(seat)).length === seats.size
  const split =
    tieBreak !== null &&
    all &&
    result.outcome === 'open' &&
    result.waitsFor.length === 1 &&
    result.waitsFor[0] === tieBreak
  return { counted, uncounted, tally: result, split }
}

/** Seats before the tie-break, then by time; of equal times by person, so that the order given does not matter. */
function order(a: Ballot, b: Ballot, tieBreak: string | null): number {
  const last = Number(a.seat === tieBreak) - Number(b.seat === tieBreak)
  if (last !== 0) return last
  if (a.at !== b.at) return a.at - b.at
  return `${a.seat}|${a.person}` < `${b.seat}|${b.person}` ? -1 : 1
}

function double(counted: readonly Ballot[], ballot: Ballot): string | null {
  if (counted.some(({ person }) => person === ballot.person)) return 'one person fills one seat a decision'
  return counted.some(({ seat }) => seat === ballot.seat) ? 'the seat has voted already' : null
}

/** Why this vote may not count, in words that follow "because"; null where it may. */
export function whyNot({ excluded, sealed, current }: Hearing, ballot: Ballot): string | null {
  if (ballot.person === excluded) return 'whoever asks for this does not vote on it'
  const then = holderIn(sealed, ballot)
  if (then === undefined) return 'the sealed packet does not name this person for the seat'
  if (then.until !== null && ballot.at >= Date.parse(then.until)) return "the deputy's term was over at the vote"
  if (holderIn(current, ballot) === undefined) {
    return ballot.deputyOf === null ? 'this person no longer holds the role' : "the deputy's term has ended"
  }
  if (ballot.credential === null) return null
  const key = keyIn(sealed, ballot)
  if (key === undefined) return 'the sealed packet does not name this key'
  return keyIn(current, ballot)?.publicKey === key.publicKey ? null : 'the key no longer counts'
}

const holderIn = ({ seats }: Voters, { seat, person, deputyOf }: Ballot): SeatHolder | undefined =>
  seats
    .find(({ role }) => role === seat)
    ?.holders.find((holder) => holder.person === person && holder.deputyOf === deputyOf)

const keyIn = ({ credentials }: Voters, { person, credential }: Ballot): Key | undefined =>
  credentials.find((key) => key.person === person && key.credentialId === credential)

/** Everyone who may vote now and could not when the packet was sealed, one sentence each (semantics 11). */
export function additions(sealed: Voters, current: Voters): string[] {
  return current.seats.flatMap(({ role, holders }) =>
    holders
      .filter((now) => holderIn(sealed, { ...now, seat: role, vote: 'approve', credential: null, at: 0 }) === undefined)
      .map(({ name, deputyOf }) =>
        deputyOf === null ? `${name} may now vote as ${role}` : `${name} may now vote as deputy for ${role}`,
      ),
  )
}

/** Who could fill each seat; the excluded person fills none. */
export const benches = ({ excluded, current }: Pick<Hearing, 'excluded' | 'current'>): Bench[] =>
  current.seats.map(({ role, holders }) => ({
    role,
    people: [...new Set(holders.map(({ person }) => person))].filter((person) => person !== excluded),
  }))

/**
 * Why this vote would leave a seat that nobody else can fill, though as things stand all can be filled; null where it
 * does no such harm. Votes are final, so whoever alone can fill one seat may not use themselves up in another.
 */
export function wouldStrand(hearing: Hearing, counted: readonly Ballot[], ballot: Ballot): string | null {
  const { rule } = hearing
  if (!rule.seats.some(({ role }) => role === ballot.seat)) return null
  const taken = new Map(counted.map(({ seat, person }) => [seat, person]))
  const council = { rule, benches: benches(hearing) }
  if (lacking({ ...council, taken }, false).length > 0) return null
  const [problem] = lacking({ ...council, taken: new Map([...taken, [ballot.seat, ballot.person]]) }, false)
  return problem ?? null
}
