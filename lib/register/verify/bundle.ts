import type { Bundle } from '../bundle'
import { type Checkpoint, openCheckpoint, readCheckpoint } from '../checkpoint'
import { keyHash } from '../key'
import type { PacketDocument } from '../packet'
import type { Trust } from '../trust'
import { checkEntries, checkProofs } from './entries'
import { checkElectorate, checkRevision } from './packet'
import { readBundle } from './shape'
import { checkOutcome, checkVotes, isDemoOrigin } from './votes'
import { must, Wrong } from './wrong'

/** What a verified bundle says, for people. */
export interface BundleFacts {
  program: string
  decision: PacketDocument['decision']
  question: string
  recommendation: string
  outcome: string
  revision: PacketDocument['revision']
  sealedAt: string
  decidedAt: string
  votes: {
    seat: string
    name: string
    deputyOf: string | null
    vote: string
    rationale: string
    /** `attested by the operator`: a session's vote, without a signature of the voter. */
    signature: 'signed by passkey' | 'attested by the operator'
    at: string
  }[]
  register: { origin: string; size: number; root: string; signedBy: string[] }
}

export interface Verification {
  /** `consistent`: all that can be checked without a trust file holds, and who signed it is not known. */
  verdict: 'verified' | 'consistent' | 'wrong'
  wrong: { code: string; at: string; message: string } | null
  /** null where the bundle is wrong. */
  facts: BundleFacts | null
  /** What lessens it: votes that the operator attests, a demo. */
  remarks: string[]
  /** What no bundle can show. */
  unknowable: readonly string[]
}

const unknowable = [
  'whether a key or a role was revoked after the decision, or a key was already in the wrong hands',
  'the true time: every instant is as the installation had it',
  'what the screen showed to those who signed',
  'whether the installation shows others another register: compare checkpoints with them',
]

/**
 * Checks a bundle file offline (semantics 12; docs/bundle-format.md) and names the first thing that is wrong. Register
 * key, origin, web origins and RP ids come from the trust file alone. Total: any bytes get a verdict.
 */
export function verifyBundle(bytes: Uint8Array, trust: Trust | null): Verification {
  try {
    const bundle = readBundle(bytes)
    const { checkpoint, signedBy } = checkSigner(bundle, trust)
    const { signatures } = checkRevision(bundle)
    checkElectorate(bundle.packet.electorate)
    const demo = isDemoOrigin(bundle.packet.origin)
    checkVotes(bundle, signatures === 'session' || demo, trust)
    const outcome = checkEntries(bundle)
    checkOutcome(bundle, outcome)
    checkProofs(bundle, checkpoint)
    return {
      verdict: trust === null ? 'consistent' : 'verified',
      wrong: null,
      facts: factsOf(bundle, outcome, checkpoint, signedBy),
      remarks: remarksOn(bundle, demo, signatures),
      unknowable,
    }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    const { code, at, message } = error
    return { verdict: 'wrong', wrong: { code, at, message }, facts: null, remarks: [], unknowable }
  }
}

function checkSigner(
  { packet, checkpoint: note }: Bundle,
  trust: Trust | null,
): { checkpoint: Checkpoint; signedBy: string[] } {
  const checkpoint = readCheckpoint(note)
  must(checkpoint !== null, 'no_checkpoint', 'checkpoint', 'This is not a signed checkpoint.')
  must(
    checkpoint.origin === packet.origin,
    'other_origin',
    'checkpoint',
    'The checkpoint is of another register than the packet.',
  )
  if (trust === null) return { checkpoint, signedBy: [] }
  const keys = trust.registers.get(packet.origin)
  must(
    keys !== undefined,
    'unknown_register',
    'packet.origin',
    `The trust file does not know the register ${packet.origin}.`,
  )
  const opened = openCheckpoint(note, keys)
  if (!opened.ok) throw new Wrong(opened.why, 'checkpoint', opened.message)
  return { checkpoint, signedBy: opened.signedBy.map((key) => `${key.name}+${keyHash(key)}`) }
}

function factsOf(bundle: Bundle, outcome: string, { origin, size, root }: Checkpoint, signedBy: string[]): BundleFacts {
  const { packet, votes, decided } = bundle
  const people = packet.electorate.seats.flatMap(({ holders }) => holders)
  const nameOf = (person: string): string => people.find((one) => one.person === person)?.name ?? person
  return {
    program: packet.program.title,
    decision: packet.decision,
    question: packet.question,
    recommendation: packet.recommendation,
    outcome,
    revision: packet.revision,
    sealedAt: packet.sealedAt,
    decidedAt: decided.entry.at,
    votes: votes.map(({ statement, rationale, assertion, entry }) => ({
      seat: packet.electorate.seats.find(({ role }) => role === statement.seat)?.title ?? statement.seat,
      name: nameOf(statement.person),
      deputyOf: statement.deputyOf === null ? null : nameOf(statement.deputyOf),
      vote: statement.vote,
      rationale,
      signature: assertion === null ? 'attested by the operator' : 'signed by passkey',
      at: entry.entry.at,
    })),
    register: { origin, size, root: root.toString('hex'), signedBy },
  }
}

function remarksOn({ votes }: Bundle, demo: boolean, signatures: 'passkey' | 'session'): string[] {
  const attested = votes.filter(({ assertion }) => assertion === null).length
  return [
    ...(demo ? ['This is a demo: its people and history are made up.'] : []),
    ...(attested === 0
      ? []
      : [`${attested} of ${votes.length} votes carry no signature of the voter; they are attested by the operator.`]),
    ...(attested > 0 && signatures === 'passkey' ? ['The program asks for passkeys; only a demo may do without.'] : []),
  ]
}
