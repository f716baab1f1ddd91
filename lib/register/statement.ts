import type { Vote } from '@/lib/domain/decision/tally'
import { canonicalJson } from './canonical'
import { digestOf, sha256 } from './digest'

/** What a voter's passkey signs (semantics 11). Everything in it is fixed before the voter is asked. */
export interface VoteStatement {
  schema: 'signalbox.vote/v1'
  /** The register's origin. */
  origin: string
  /** The program's slug. */
  program: string
  /** The decision's id, as the packet has it. */
  decision: string
  round: number
  /** SHA-256 of the sealed packet, hex. */
  packet: string
  /** The role whose seat this vote fills; the tie-break role for the vote that breaks a tie. */
  seat: string
  /** The person the voter stands in for; null where they hold the role themselves. */
  deputyOf: string | null
  vote: Vote
  /** SHA-256 of the rationale's UTF-8 text, hex. */
  rationale: string
  /** For the vote that breaks a tie: `votesDigest` of the others. Else null. */
  others: string | null
  person: string
  /** WebAuthn credential id, base64url; null for a session signature, which the operator alone attests. */
  credential: string | null
  /** Single use. */
  nonce: string
  /** `2026-11-22T19:33:28.000Z` */
  issuedAt: string
}

/** How long a statement may be signed, in milliseconds: from its issue to the register's time of the vote. */
export const STATEMENT_LIFETIME = 5 * 60_000

/** The bytes that are signed. */
export const statementBytes = (statement: VoteStatement): Buffer => Buffer.from(canonicalJson({ ...statement }))

/** The WebAuthn challenge: SHA-256 of the statement's canonical form. */
export const statementChallenge = (statement: VoteStatement): Buffer => sha256(statementBytes(statement))

/** The same, in hex: how register entries name a statement. */
export const statementDigest = (statement: VoteStatement): string => statementChallenge(statement).toString('hex')

/** What a tie-break signs of the votes before it: the digest of their statements' digests, sorted. */
export const votesDigest = (statements: readonly VoteStatement[]): string =>
  digestOf(statements.map(statementDigest).sort())

/** The digest of a rationale, as a statement carries it. */
export const rationaleDigest = (text: string): string => sha256(text).toString('hex')
