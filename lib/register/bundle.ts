import type { Vote } from '@/lib/domain/decision/tally'
import { canonicalJson, type Json } from './canonical'
import type { PacketDocument } from './packet'
import type { VoteStatement } from './statement'

/** The raw parts of a WebAuthn assertion, base64url. */
export interface Assertion {
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

/** A register entry with the proof that it is in the checkpoint's tree. */
export interface ProvenEntry<Payload extends Json = Json> {
  /** `entryBytes` of this is the leaf. */
  entry: { type: string; actor: string; program: string | null; at: string; payload: Payload }
  leaf: number
  /** RFC 6962 audit path, hex, from the leaf upwards. */
  path: string[]
}

/** Payload of `decision.sealed`: the packet that a round is about. */
export interface SealedPayload {
  decision: string
  kind: string
  round: number
  /** SHA-256 of the packet, hex. */
  packet: string
}

/** Payload of `vote.cast`. */
export interface VotePayload {
  decision: string
  round: number
  packet: string
  seat: string
  person: string
  deputyOf: string | null
  vote: Vote
  method: 'passkey' | 'session'
  /** `statementDigest`. */
  statement: string
  /** `assertionDigest`; null for a session signature. */
  assertion: string | null
}

/** Payload of `decision.decided`. */
export interface DecidedPayload {
  decision: string
  kind: string
  round: number
  packet: string
  outcome: 'approved' | 'rejected'
  /** The judgement's digest as it was found at the last vote. */
  judgement: string
  /** `statementDigest` of every vote that counted, sorted. */
  votes: string[]
}

export interface BundleVote {
  statement: VoteStatement
  /** The text whose digest the statement carries. */
  rationale: string
  /** null: a session signature. */
  assertion: Assertion | null
  entry: ProvenEntry
}

/** One decided decision, whole, for whoever checks it years later without us (semantics 12; docs/bundle-format.md). */
export interface Bundle {
  schema: 'signalbox.bundle/v1'
  packet: PacketDocument
  /** The program definition the packet was judged under. */
  revision: { number: number; definition: Json }
  sealed: ProvenEntry
  /** Every vote that counted, sorted by seat. */
  votes: BundleVote[]
  decided: ProvenEntry
  /** A signed note (C2SP tlog-checkpoint), whole. */
  checkpoint: string
}

/** A bundle from its parts; votes are put in order. */
export function buildBundle(parts: Omit<Bundle, 'schema'>): Bundle {
  const votes = [...parts.votes].sort((a, b) => (a.statement.seat < b.statement.seat ? -1 : 1))
  return { schema: 'signalbox.bundle/v1', ...parts, votes }
}

/** The file: the bundle's canonical form. Any other form of the same bundle is refused by the verifier. */
export const bundleBytes = (bundle: Bundle): Buffer => Buffer.from(canonicalJson(bundle as unknown as Json))
