import type { DecisionRule } from '@/lib/domain/decision/rule'
import { canonicalJson, type Json } from './canonical'
import { sha256 } from './digest'

/** A voter's key as it was when the packet was sealed. */
export interface ElectorateCredential {
  person: string
  /** base64url, as WebAuthn has it. */
  credentialId: string
  /** COSE_Key, base64url. */
  publicKey: string
  /** COSE: -7 ES256, -8 EdDSA, -257 RS256. */
  algorithm: number
}

export interface ElectorateHolder {
  person: string
  /** As it was at sealing. */
  name: string
  /** The holder they stand in for; null for a holder. */
  deputyOf: string | null
  /** A deputy's last instant; null where the term is open, and for holders. */
  until: string | null
}

/** Who may vote, frozen at sealing. A change that adds anyone needs a new seal. */
export interface Electorate {
  rule: DecisionRule
  /** One for every seat of the rule, and one for the tie-break role where the rule has one. */
  seats: { role: string; title: string; holders: ElectorateHolder[] }[]
  credentials: ElectorateCredential[]
  /** Who asked, and whether asking keeps them from voting (waivers and overrides). */
  asker: { person: string; mayVote: boolean }
}

/**
 * What is sealed, signed and kept (semantics 11): plain JSON, canonical (RFC 8785), its SHA-256 the packet's digest.
 * A verifier reads the named parts; `sections` is for people: gate report, scoreboard, checklist, command provenance,
 * evidence pointers, waivers, risks, and whatever else a kind of decision shows.
 */
export interface PacketDocument {
  schema: 'signalbox.packet/v1'
  /** The register's origin. */
  origin: string
  program: { id: string; title: string }
  decision: { id: string; kind: string; title: string; round: number }
  sealedAt: string
  question: string
  recommendation: string
  revision: { number: number; digest: string }
  /** The judgement's digest: what must still hold when the decision falls. */
  judgement: string
  electorate: Electorate
  sections: { readonly [name: string]: Json }
}

/** The packet's bytes, which are what is sealed. */
export const packetBytes = (packet: PacketDocument): Buffer => Buffer.from(canonicalJson(packet as unknown as Json))

/** SHA-256 of the packet's bytes, hex. */
export const packetDigest = (packet: PacketDocument): string => sha256(packetBytes(packet)).toString('hex')
