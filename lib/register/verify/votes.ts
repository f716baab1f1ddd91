import { tally } from '@/lib/domain/decision/tally'
import type { Bundle, BundleVote, DecidedPayload } from '../bundle'
import { packetDigest, type PacketDocument } from '../packet'
import { rationaleDigest, statementChallenge, statementDigest, type VoteStatement, votesDigest } from '../statement'
import type { Trust } from '../trust'
import { assertionFault } from '../webauthn'
import { must } from './wrong'

/** Where a register is one of a demo, its origin says so. */
export const isDemoOrigin = (origin: string): boolean => origin.startsWith('signalbox/demo-')

interface Ground {
  packet: PacketDocument
  digest: string
  /** Whether a session's word may stand for a passkey's signature. */
  sessions: boolean
  trust: Trust | null
}

/** Every vote: what it says, who may say it, and their signature. */
export function checkVotes({ packet, votes }: Bundle, sessions: boolean, trust: Trust | null): void {
  const ground = { packet, digest: packetDigest(packet), sessions, trust }
  const seen = { seat: new Set<string>(), person: new Set<string>(), nonce: new Set<string>() }
  for (const [index, vote] of votes.entries()) {
    const at = `votes.${index}`
    for (const key of ['seat', 'person', 'nonce'] as const) {
      const value = vote.statement[key]
      must(!seen[key].has(value), `vote_${key}_twice`, `${at}.statement.${key}`, twice[key])
      seen[key].add(value)
    }
    const before = votes[index - 1]
    must(
      before === undefined || before.statement.seat < vote.statement.seat,
      'vote_order',
      at,
      'The votes are not in the order of their seats.',
    )
    checkStatement(vote, at, ground)
    checkVoter(vote.statement, at, packet)
    checkSignature(vote, at, ground)
  }
}

const twice = {
  seat: 'This seat has voted already.',
  person: 'This person has filled another seat already.',
  nonce: 'Two statements have the same nonce.',
}

function checkStatement({ statement, rationale }: BundleVote, at: string, { packet, digest }: Ground): void {
  const about: [keyof VoteStatement, string | number, string][] = [
    ['origin', packet.origin, 'another register'],
    ['program', packet.program.id, 'another program'],
    ['decision', packet.decision.id, 'another decision'],
    ['round', packet.decision.round, 'another round'],
    ['packet', digest, 'another packet: its digest differs'],
  ]
  for (const [key, expected, other] of about) {
    must(statement[key] === expected, `vote_${key}`, `${at}.statement.${key}`, `The vote is for ${other}.`)
  }
  must(
    rationaleDigest(rationale) === statement.rationale,
    'vote_rationale',
    `${at}.rationale`,
    'The rationale is not the one that was signed.',
  )
}

function checkVoter(
  { seat, person, deputyOf, issuedAt }: VoteStatement,
  at: string,
  { electorate, sealedAt }: PacketDocument,
): void {
  const here = `${at}.statement`
  const held = electorate.seats.find(({ role }) => role === seat)
  must(held !== undefined, 'vote_no_seat', `${here}.seat`, `The decision has no seat ${seat}.`)
  const holder = held.holders.find((one) => one.person === person)
  must(
    holder !== undefined,
    'vote_not_holder',
    `${here}.person`,
    `The voter neither holds the seat ${seat} nor stands in for it.`,
  )
  must(
    holder.deputyOf === deputyOf,
    'vote_deputy',
    `${here}.deputyOf`,
    'The vote says otherwise than the packet whom the voter stands in for.',
  )
  must(
    holder.until === null || issuedAt <= holder.until,
    'vote_deputy_ended',
    `${here}.issuedAt`,
    "The deputy's term had ended.",
  )
  must(issuedAt >= sealedAt, 'vote_before_seal', `${here}.issuedAt`, 'The statement is older than the packet.')
  const { asker } = electorate
  must(
    asker.mayVote || asker.person !== person,
    'vote_by_asker',
    `${here}.person`,
    'Whoever asked for this decision may not vote on it.',
  )
}

function checkSignature({ statement, assertion }: BundleVote, at: string, { packet, sessions, trust }: Ground): void {
  if (assertion === null) {
    must(
      statement.credential === null,
      'vote_unsigned',
      `${at}.assertion`,
      'The statement names a passkey, and its signature is missing.',
    )
    must(
      sessions,
      'vote_session',
      `${at}.assertion`,
      'The program asks for passkeys, and this vote was not signed by one.',
    )
    return
  }
  const credential = packet.electorate.credentials.find(({ credentialId }) => credentialId === statement.credential)
  must(
    credential !== undefined,
    'vote_unknown_key',
    `${at}.statement.credential`,
    'The passkey is not one of the electorate.',
  )
  must(
    credential.person === statement.person,
    'vote_other_key',
    `${at}.statement.credential`,
    "The passkey is another person's.",
  )
  const fault = assertionFault(assertion, {
    challenge: statementChallenge(statement),
    publicKey: credential.publicKey,
    algorithm: credential.algorithm,
    origins: trust?.webOrigins ?? null,
    rpIds: trust?.rpIds ?? null,
  })
  must(
    fault === null,
    'vote_signature',
    `${at}.assertion`,
    `The signature of ${statement.seat} does not hold: ${fault}.`,
  )
}

/** The quorum rule, counted anew; and that a tie was broken over exactly these votes. */
export function checkOutcome({ packet, votes }: Bundle, outcome: DecidedPayload['outcome']): void {
  const { rule } = packet.electorate
  const statements = votes.map(({ statement }) => statement)
  const cast = statements.map(({ seat, vote }) => ({ seat, vote }))
  const counted = tally(rule, cast)
  must(
    counted.outcome !== 'open',
    'quorum_open',
    'votes',
    counted.outcome === 'open'
      ? `By the rule the decision was still open: votes were missing (${counted.waitsFor.join(', ')}).`
      : '',
  )
  must(
    counted.outcome === outcome,
    'quorum_outcome',
    'decided.entry.payload.outcome',
    `By the rule these votes come to "${counted.outcome}", not to "${outcome}".`,
  )
  const breaker = rule.split.outcome === 'tie_break' ? rule.split.role : null
  for (const [index, { seat, others }] of statements.entries()) {
    const breaks = counted.by === 'tie_break' && seat === breaker
    const expected = breaks ? votesDigest(statements.filter((one) => one.seat !== seat)) : null
    must(
      others === expected,
      'tie_break_others',
      `votes.${index}.statement.others`,
      breaks
        ? 'The vote that breaks the tie was signed over other votes than these.'
        : 'A vote that breaks no tie names other votes.',
    )
    const seated = rule.seats.some(({ role }) => role === seat)
    must(seated || breaks, 'vote_no_tie', `votes.${index}.statement.seat`, 'There was no tie for this vote to break.')
  }
}

/** The digests of the votes' statements, sorted: what the register says was counted. */
export const countedVotes = ({ votes }: Bundle): string[] =>
  votes.map(({ statement }) => statementDigest(statement)).sort()
