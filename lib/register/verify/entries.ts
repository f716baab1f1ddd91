import type { Bundle, DecidedPayload, ProvenEntry, SealedPayload, VotePayload } from '../bundle'
import { canonicalJson, type Json } from '../canonical'
import type { Checkpoint } from '../checkpoint'
import { entryBytes } from '../entry'
import { leafHash, verifyInclusion } from '../merkle'
import { packetDigest } from '../packet'
import { STATEMENT_LIFETIME, statementDigest } from '../statement'
import { assertionDigest } from '../webauthn'
import { countedVotes } from './votes'
import { must } from './wrong'

type Fields = Record<string, Json>

/** What the register entries of the decision must say, exactly; and that their times follow each other. */
export function checkEntries(bundle: Bundle): DecidedPayload['outcome'] {
  const { packet, sealed, votes, decided } = bundle
  const { id: decision, kind, round } = packet.decision
  const digest = packetDigest(packet)
  checkEntry(bundle, sealed, 'sealed', 'decision.sealed', {
    decision,
    kind,
    round,
    packet: digest,
  } satisfies SealedPayload)
  must(
    sealed.entry.at === packet.sealedAt,
    'sealed_time',
    'sealed.entry.at',
    'The register has another time of sealing than the packet.',
  )

  for (const [index, { statement, assertion, entry }] of votes.entries()) {
    const at = `votes.${index}.entry`
    const { seat, person, deputyOf, vote } = statement
    checkEntry(bundle, entry, at, 'vote.cast', {
      decision,
      round,
      packet: digest,
      seat,
      person,
      deputyOf,
      vote,
      method: assertion === null ? 'session' : 'passkey',
      statement: statementDigest(statement),
      assertion: assertion === null ? null : assertionDigest(assertion),
    } satisfies VotePayload)
    must(
      entry.entry.actor === `user:${person}`,
      'vote_actor',
      `${at}.entry.actor`,
      'The register has the vote from someone else.',
    )
    const age = Date.parse(entry.entry.at) - Date.parse(statement.issuedAt)
    must(
      age >= 0 && age <= STATEMENT_LIFETIME,
      'vote_expired',
      `${at}.entry.at`,
      'The vote was not cast within five minutes of its statement.',
    )
    must(entry.entry.at <= decided.entry.at, 'vote_late', `${at}.entry.at`, 'The vote came after the decision.')
  }

  const { outcome } = decided.entry.payload as Fields
  must(
    outcome === 'approved' || outcome === 'rejected',
    'decided_outcome',
    'decided.entry.payload.outcome',
    'The register does not say what was decided.',
  )
  const { judgement } = packet
  const counted: DecidedPayload = {
    decision,
    kind,
    round,
    packet: digest,
    outcome,
    judgement,
    votes: countedVotes(bundle),
  }
  checkEntry(bundle, decided, 'decided', 'decision.decided', { ...counted })
  return outcome
}

function checkEntry({ packet }: Bundle, { entry }: ProvenEntry, at: string, type: string, payload: Fields): void {
  must(entry.type === type, 'entry_type', `${at}.entry.type`, `This entry is not a ${type}.`)
  must(entry.program === packet.program.id, 'entry_program', `${at}.entry.program`, 'This entry is of another program.')
  const said = entry.payload as Fields
  for (const key of new Set([...Object.keys(payload), ...Object.keys(said)])) {
    const same =
      Object.hasOwn(said, key) &&
      Object.hasOwn(payload, key) &&
      canonicalJson(said[key] ?? null) === canonicalJson(payload[key] ?? null)
    must(
      same,
      'entry_differs',
      `${at}.entry.payload.${key}`,
      `The register says otherwise than the bundle: ${key} differs.`,
    )
  }
}

/** That every entry is a leaf of the checkpoint's tree, each in a place of its own. */
export function checkProofs({ sealed, votes, decided }: Bundle, { size, root }: Checkpoint): void {
  const all: [string, ProvenEntry][] = [
    ['sealed', sealed],
    ...votes.map(({ entry }, index): [string, ProvenEntry] => [`votes.${index}.entry`, entry]),
    ['decided', decided],
  ]
  for (const [at, { entry, leaf, path }] of all) {
    const { payload, ...head } = entry
    const hash = leafHash(entryBytes(head, payload))
    const proven = verifyInclusion(
      { index: leaf, hash },
      size,
      path.map((one) => Buffer.from(one, 'hex')),
      root,
    )
    must(
      proven,
      'not_in_register',
      at,
      `The proof does not lead from this entry to the checkpoint: the register of ${size} entries does not hold it there.`,
    )
  }
}
