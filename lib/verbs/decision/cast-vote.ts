import type { UserActor } from '@/lib/auth/actor'
import { PasskeyFault, relyingParty, type RelyingParty, verifyAssertion } from '@/lib/auth/passkeys'
import { rightsOf } from '@/lib/auth/rights'
import { packetsOf, type StoredPacket, votesOf } from '@/lib/db/decisions'
import { hearingOf, sessionSignatures, votesIn } from '@/lib/db/hearing'
import { changesSince } from '@/lib/db/sealing'
import type { Context } from '@/lib/db/transact'
import { decisionId } from '@/lib/domain/decision/kinds'
import { type Ballot, count } from '@/lib/domain/decision/standing'
import type { Assertion } from '@/lib/register/bundle'
import type { EntryDraft } from '@/lib/register/entry'
import { statementChallenge, statementDigest, votesDigest } from '@/lib/register/statement'
import { assertionDigest } from '@/lib/register/webauthn'
import { notFound, Refusal } from '../refusal'
import { refuseBallot, refuseUnsealed } from './ballot'
import { decide, type VoteAnswer } from './decide'
import { type DecisionInput, type DecisionTransaction, inDecision, makeStale, writeEvent } from './in-decision'
import { type Handed, handedStatement, storeVote } from './statement'

export interface CastVote extends DecisionInput {
  /** Of the statement that `beginVote` handed out. */
  nonce: string
  /** What the authenticator answered to its challenge; null for a session signature. */
  answer: unknown
}

/** A vote that was stored, or what had changed so that it was not. */
type Cast = { vote: VoteAnswer } | { stale: string[] }

/**
 * Casts a vote (semantics 11): verifies the signature, and under the program's exclusive lock judges anew, counts
 * every vote anew by role, deputy's term and key, and stores vote, outcome, effect and register entries in one
 * transaction. Where the judgement has changed, the decision becomes stale, which is stored, and the vote is refused.
 * The same statement again is answered as the first time.
 */
export async function castVote(
  context: Context,
  actor: UserActor,
  input: CastVote,
  party: RelyingParty = relyingParty(),
): Promise<VoteAnswer> {
  const cast = await inDecision<Cast>(context, actor, input, async (at) => {
    const { tx, state, decision } = at
    if (!(await rightsOf(tx.client, actor, state.id)).active) {
      throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
    }
    const packets = await packetsOf(tx.client, decision.id)
    const handed = await handedStatement(tx, input.nonce, actor.user)
    const packet = packets.find(({ id }) => id === handed.packet)
    if (packet === undefined) throw notFound('statement')
    if (handed.answer !== null) return { result: { vote: handed.answer }, unchanged: true }
    refuseUnsealed(decision, tx.now)
    if (packet.round !== decision.round) {
      throw new Refusal('conflict', 'other_packet', 'The statement is for an earlier packet of this decision.')
    }
    if (tx.now >= handed.expiresAt) {
      throw new Refusal('conflict', 'statement_expired', 'The statement is older than five minutes. Begin again.')
    }
    const assertion = await signatureOf(at, packet, handed, input.answer, party)
    const changes = await changesSince(tx.client, state, decision, packet, tx.now)
    if (changes.length > 0) {
      return { result: { stale: changes }, entries: [await makeStale(at, packet.sha256, changes)] }
    }
    return voted(at, packet, handed, assertion)
  })
  if ('vote' in cast) return cast.vote
  const why = cast.stale.join('; ')
  const faults = cast.stale.map((message) => ({ path: 'decision', code: 'changed', message }))
  throw new Refusal(
    'conflict',
    'stale',
    `What was sealed no longer holds, so your vote was not stored: ${why}.`,
    faults,
  )
}

/** The raw signature, verified by the key that the packet froze; null for a session signature where those may be. */
async function signatureOf(
  { tx, state }: DecisionTransaction,
  packet: StoredPacket,
  { statement }: Handed,
  answer: unknown,
  party: RelyingParty,
): Promise<Assertion | null> {
  const { credential, person } = statement
  if (credential === null) {
    if (await sessionSignatures(tx.client, state)) return null
    throw new Refusal('refused', 'needs_passkey', 'Votes of this program are signed with a passkey.')
  }
  const key = packet.document.electorate.credentials.find(
    (one) => one.credentialId === credential && one.person === person,
  )
  if (key === undefined) throw new Refusal('forbidden', 'unknown_key', 'The sealed packet does not name this key.')
  try {
    return await verifyAssertion(
      answer,
      {
        challenge: statementChallenge(statement),
        key: { id: key.credentialId, publicKey: Buffer.from(key.publicKey, 'base64url'), algorithm: key.algorithm },
      },
      party,
    )
  } catch (error) {
    if (!(error instanceof PasskeyFault)) throw error
    throw new Refusal('refused', 'bad_signature', `The signature does not hold: ${error.message}`)
  }
}

/** Counts the vote with those before it, stores it, and what it decides. */
async function voted(
  at: DecisionTransaction,
  packet: StoredPacket,
  handed: Handed,
  assertion: Assertion | null,
): Promise<{ result: Cast; entries: [EntryDraft, ...EntryDraft[]] }> {
  const { tx, state, decision } = at
  const { statement } = handed
  const hearing = await hearingOf(tx.client, state, decision, packet, tx.now)
  const votes = votesIn(packet, await votesOf(tx.client, decision.id))
  const { seat, deputyOf, vote, credential, person } = statement
  const ballot: Ballot = { seat, deputyOf, vote, credential, person, at: tx.now }
  const before = count(hearing, votes)
  refuseBallot(hearing, before, votes, ballot)
  const others = votes.filter((one) => before.counted.some((other) => other.seat === one.seat))
  if (statement.others !== null && statement.others !== votesDigest(others.map((one) => one.statement))) {
    throw new Refusal('conflict', 'votes_changed', 'The votes before this one are not those that the statement signs.')
  }
  if (before.split !== (statement.others !== null)) {
    throw new Refusal('conflict', 'votes_changed', 'The votes have changed since the statement was handed out.')
  }
  const after = count(hearing, [...votes, ballot])
  const statements = [...others.map((one) => one.statement), statement]
  await tx.client.query('UPDATE vote_nonce SET used_at = $2 WHERE nonce = $1', [statement.nonce, new Date(tx.now)])
  const decided = await decide(at, packet, before, after, statements, async (answer) => {
    await storeVote(at, packet, handed, assertion, answer)
    await writeEvent(at, 'voted', { round: packet.round, seat, vote, person, deputyOf })
  })
  const payload = {
    decision: decisionId(decision.number),
    round: packet.round,
    packet: packet.sha256,
    seat,
    person,
    deputyOf,
    vote,
    method: assertion === null ? ('session' as const) : ('passkey' as const),
    statement: statementDigest(statement),
    assertion: assertion === null ? null : assertionDigest(assertion),
  }
  return { result: { vote: decided.answer }, entries: [{ type: 'vote.cast', payload }, ...decided.entries] }
}
