import { randomBytes } from 'node:crypto'
import type { UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { decisionOf, packetsOf, votesOf } from '@/lib/db/decisions'
import { hearingOf, sessionSignatures, votesIn } from '@/lib/db/hearing'
import { programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { decisionId } from '@/lib/domain/decision/kinds'
import { type Ballot, count } from '@/lib/domain/decision/standing'
import type { Vote } from '@/lib/domain/decision/tally'
import { iso } from '@/lib/domain/instant'
import {
  rationaleDigest,
  STATEMENT_LIFETIME,
  statementBytes,
  statementChallenge,
  type VoteStatement,
  votesDigest,
} from '@/lib/register/statement'
import { notFound, Refusal } from '../refusal'
import { checked, field } from './fields'
import { refuseBallot, refuseUnsealed } from './ballot'

export interface BeginVote {
  program: string
  decision: number
  /** The role whose seat is filled, or the tie-break role. */
  seat: string
  /** Whom the voter stands in for; null where they hold the role themselves. */
  deputyOf: string | null
  vote: Vote
  rationale: string
  /** The key they will sign with; null for a session signature. */
  credential: string | null
}

/** What the voter is asked to sign. */
export interface AskedStatement {
  nonce: string
  statement: VoteStatement
  /** The WebAuthn challenge, base64url: SHA-256 of the statement's canonical form. */
  challenge: string
  expiresAt: string
}

/**
 * Hands out the statement of one vote, to be signed within five minutes (semantics 11). It refuses what could not be
 * cast anyway; everything is asked again when the signed statement comes.
 */
export async function beginVote(context: Context, actor: UserActor, input: BeginVote): Promise<AskedStatement> {
  const { pool } = context.database
  const rationale = checked(field.text, input.rationale, 'rationale')
  checked(field.vote, input.vote, 'vote')
  const state = await programState(context.database, pool, input.program)
  if (state === null) throw notFound('program')
  if (!(await rightsOf(pool, actor, state.id)).active) {
    throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
  }
  const decision = await decisionOf(pool, state.id, input.decision)
  if (decision === null) throw notFound('decision')
  const now = await context.clock(pool)
  refuseUnsealed(decision, now)
  const packet = (await packetsOf(pool, decision.id)).at(-1)
  if (packet === undefined) throw notFound('packet')
  if (input.credential === null && !(await sessionSignatures(pool, state))) {
    throw new Refusal('refused', 'needs_passkey', 'Votes of this program are signed with a passkey.')
  }
  const hearing = await hearingOf(pool, state, decision, packet, now)
  const votes = votesIn(packet, await votesOf(pool, decision.id))
  const { seat, deputyOf, vote, credential } = input
  const ballot: Ballot = { seat, deputyOf, vote, credential, person: actor.user, at: now }
  const counted = count(hearing, votes)
  refuseBallot(hearing, counted, votes, ballot)
  const statement: VoteStatement = {
    schema: 'signalbox.vote/v1',
    origin: packet.document.origin,
    program: state.slug,
    decision: decisionId(decision.number),
    round: packet.round,
    packet: packet.sha256,
    seat,
    deputyOf,
    vote,
    rationale: rationaleDigest(rationale),
    others: counted.split
      ? votesDigest(votes.filter((one) => isCounted(counted.counted, one)).map((one) => one.statement))
      : null,
    person: actor.user,
    credential,
    nonce: randomBytes(24).toString('base64url'),
    issuedAt: iso(now),
  }
  const expiresAt = now + STATEMENT_LIFETIME
  await context.database.prisma.voteNonce.create({
    data: {
      nonce: statement.nonce,
      packetId: packet.id,
      person: actor.user,
      seat,
      rationale,
      statement: new Uint8Array(statementBytes(statement)),
      issuedAt: new Date(now),
      expiresAt: new Date(expiresAt),
    },
  })
  const challenge = statementChallenge(statement).toString('base64url')
  return { nonce: statement.nonce, statement, challenge, expiresAt: iso(expiresAt) }
}

const isCounted = (counted: readonly Ballot[], vote: Ballot): boolean =>
  counted.some(({ seat, person }) => seat === vote.seat && person === vote.person)
