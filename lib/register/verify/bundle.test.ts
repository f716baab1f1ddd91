import { describe, expect, it } from 'vitest'
import { passkey } from '../fixtures/authenticator'
import {
  type Ballot,
  type Bend,
  keyOf,
  madeDecision,
  ORIGIN,
  otherKey,
  registerKey,
  trustOf,
} from '../fixtures/decision'
import { verifierKey } from '../key'
import type { PacketDocument } from '../packet'
import { verifyBundle } from './bundle'

const made = madeDecision()

/** The code of the first thing wrong; null where the bundle verifies. */
function wrongWith(bend: Bend): string | null {
  const { bytes, trust } = madeDecision(bend)
  return verifyBundle(bytes, trust).wrong?.code ?? null
}

const [ada, bo, cy]: [Ballot, Ballot, Ballot] = [
  { person: 'ada', seat: 'architect' },
  { person: 'bo', seat: 'reliability' },
  { person: 'cy', seat: 'security' },
]
const triad = [ada, bo, cy]

/** The triad's votes, the architect's bent. */
const bentVote = (over: Partial<Ballot>): Bend => ({ ballots: [{ ...ada, ...over }, bo, cy] })

describe('a bundle that is as it should be', () => {
  it('verifies, and says what was decided, by whom, and what cannot be known', () => {
    const { verdict, wrong, facts, remarks, unknowable } = verifyBundle(made.bytes, made.trust)
    expect({ verdict, wrong, remarks }).toEqual({ verdict: 'verified', wrong: null, remarks: [] })
    expect(facts).toMatchObject({
      program: 'Pump',
      decision: { id: 'D-1', kind: 'promotion', round: 1 },
      outcome: 'approved',
      votes: [
        { seat: 'architect', name: 'Name of architect', vote: 'approve', signature: 'signed by passkey' },
        { seat: 'reliability', rationale: 'reliability has read it' },
        { seat: 'security' },
      ],
      register: { origin: ORIGIN, size: 9 },
    })
    expect(facts?.register.signedBy).toHaveLength(1)
    expect(unknowable.length).toBeGreaterThanOrEqual(3)
  })

  it('is consistent, and no more, without a trust file', () => {
    const { verdict, facts } = verifyBundle(made.bytes, null)
    expect(verdict).toBe('consistent')
    expect(facts?.register.signedBy).toEqual([])
  })

  it.each<[string, Bend]>([
    ['a rejection', { ballots: triad.map((one) => ({ ...one, vote: 'reject' as const })), outcome: 'rejected' }],
    [
      'a tie broken',
      {
        ballots: [
          ...triad.slice(0, 2),
          { person: 'cy', seat: 'security', vote: 'reject' },
          { person: 'di', seat: 'owner' },
        ],
      },
    ],
    [
      'an override refused by one',
      { kind: 'kill_override', ballots: [{ person: 'bo', seat: 'reliability', vote: 'reject' }], outcome: 'rejected' },
    ],
    ['an override by all, whose electorate has nobody to break a tie', { kind: 'kill_override' }],
    ['a role that decides alone', { kind: 'stop_or_continue', ballots: [{ person: 'di', seat: 'owner' }] }],
    [
      'a deputy',
      {
        ballots: [{ person: 'deputy-architect', seat: 'architect', statement: { deputyOf: 'ada' } }, ...triad.slice(1)],
      },
    ],
    ['a rotation, signed by both keys', { signers: [registerKey, otherKey] }],
    [
      'a program of sessions',
      { governance: { signatures: 'session' }, ballots: triad.map((one) => ({ ...one, session: true })) },
    ],
  ])('verifies: %s', (_, bend) => {
    const { bytes, trustFile } = madeDecision(bend)
    const keys = [registerKey, otherKey].map(({ publicKey }) => verifierKey({ name: ORIGIN, publicKey }))
    expect(verifyBundle(bytes, trustOf({ ...trustFile, registers: [{ origin: ORIGIN, keys }] })).wrong).toBeNull()
  })

  it('says of session votes that the operator attests them, and takes them against the program in a demo alone', () => {
    const ballots = triad.map((one, index) => ({ ...one, session: index === 0 }))
    expect(wrongWith({ ballots })).toBe('vote_session')
    const origin = 'signalbox/demo-0011223344556677'
    const { bytes, trustFile } = madeDecision({ ballots, origin })
    const registers = [{ origin, keys: [verifierKey({ name: origin, publicKey: registerKey.publicKey })] }]
    const { verdict, facts, remarks } = verifyBundle(bytes, trustOf({ ...trustFile, registers }))
    expect(verdict).toBe('verified')
    expect(facts?.votes.map(({ signature }) => signature)).toEqual([
      'attested by the operator',
      'signed by passkey',
      'signed by passkey',
    ])
    expect(remarks.join(' ')).toMatch(/demo.*1 of 3 votes.*attested by the operator.*asks for passkeys/s)
  })
})

describe('a bundle whose parts were made to fit each other', () => {
  const bendPacket = (change: (packet: PacketDocument) => Partial<PacketDocument>): Bend => ({
    packet: (packet) => ({ ...packet, ...change(packet) }),
  })

  it.each<[string, Bend, string]>([
    ['its own register key', { signers: [otherKey] }, 'unknown_signer'],
    ['an unknown key beside the known one', { signers: [registerKey, otherKey] }, 'unknown_signer'],
    ['its own register', { origin: 'signalbox/ffffffffffffffff' }, 'unknown_register'],
    [
      'a lower quorum than the program has',
      {
        rule: {
          seats: [{ role: 'architect', mandatory: true }],
          approvals: 1,
          split: { outcome: 'reject' },
          unanimous: false,
        },
        ballots: triad.slice(0, 1),
      },
      'other_rule',
    ],
    [
      'a kind that the program does not know',
      bendPacket((packet) => ({ decision: { ...packet.decision, kind: 'coup' } })),
      'no_rule',
    ],
    [
      'another definition than the packet names',
      bendPacket(() => ({ revision: { number: 1, digest: 'a'.repeat(64) } })),
      'revision_digest',
    ],
    ['another program', bendPacket(() => ({ program: { id: 'other', title: 'Other' } })), 'other_program'],
    [
      'a seat too few',
      bendPacket((packet) => ({
        electorate: { ...packet.electorate, seats: packet.electorate.seats.slice(1), credentials: [] },
      })),
      'electorate_seats',
    ],
    [
      'a deputy of nobody',
      bendPacket((packet) => ({
        electorate: {
          ...packet.electorate,
          seats: packet.electorate.seats.map((seat) => ({
            ...seat,
            holders: seat.holders.filter(({ deputyOf }) => deputyOf !== null),
          })),
        },
      })),
      'electorate_deputy',
    ],
    [
      'a key of a stranger',
      bendPacket((packet) => ({
        electorate: {
          ...packet.electorate,
          credentials: packet.electorate.credentials.map((one) => ({ ...one, person: 'eve' })),
        },
      })),
      'electorate_stranger',
    ],
    ['a vote missing', { ballots: triad.slice(0, 2) }, 'quorum_open'],
    [
      'a split called approved',
      { ballots: [...triad.slice(0, 2), { person: 'cy', seat: 'security', vote: 'reject' }] },
      'quorum_open',
    ],
    [
      'a rejection called approved',
      { kind: 'kill_override', ballots: [{ person: 'ada', seat: 'architect', vote: 'reject' }] },
      'quorum_outcome',
    ],
    [
      'a tie broken that was none',
      { ballots: [...triad, { person: 'di', seat: 'owner', statement: { others: null } }] },
      'vote_no_tie',
    ],
    [
      'a tie broken over other votes',
      {
        ballots: [
          ...triad.slice(0, 2),
          { person: 'cy', seat: 'security', vote: 'reject' },
          { person: 'di', seat: 'owner', statement: { others: 'b'.repeat(64) } },
        ],
      },
      'tie_break_others',
    ],
    ['one person in two seats', { ballots: [ada, { ...bo, person: 'ada' }, cy] }, 'vote_person_twice'],
    ['someone without a seat', bentVote({ person: 'eve' }), 'vote_not_holder'],
    ['a holder of another seat', bentVote({ person: 'di' }), 'vote_not_holder'],
    [
      'a deputy who says nothing of it',
      { ballots: [{ person: 'deputy-architect', seat: 'architect' }, ...triad.slice(1)] },
      'vote_deputy',
    ],
    [
      'a deputy whose term has ended',
      {
        ballots: [
          {
            person: 'deputy-architect',
            seat: 'architect',
            statement: { deputyOf: 'ada', issuedAt: '2026-12-01T00:00:00.000Z' },
          },
          ...triad.slice(1),
        ],
      },
      'vote_deputy_ended',
    ],
    [
      'an asker who votes',
      bendPacket((packet) => ({ electorate: { ...packet.electorate, asker: { person: 'ada', mayVote: false } } })),
      'vote_by_asker',
    ],
    [
      'a nonce used twice',
      { ballots: triad.map((one) => ({ ...one, statement: { nonce: 'n'.repeat(16) } })) },
      'vote_nonce_twice',
    ],
    ['a vote for another packet', bentVote({ statement: { packet: 'c'.repeat(64) } }), 'vote_packet'],
    ['a vote of another round', bentVote({ statement: { round: 2 } }), 'vote_round'],
    ['a vote of another decision', bentVote({ statement: { decision: 'D-2' } }), 'vote_decision'],
    ['a vote before the seal', bentVote({ statement: { issuedAt: '2026-11-24T09:59:59.999Z' } }), 'vote_before_seal'],
    ['a rationale changed since', bentVote({ statement: { rationale: 'd'.repeat(64) } }), 'vote_rationale'],
    ['an expired statement', { votedAt: '2026-11-24T11:05:00.001Z' }, 'vote_expired'],
    ['a vote before its statement', { votedAt: '2026-11-24T10:59:59.999Z' }, 'vote_expired'],
    ["another person's key", bentVote({ statement: { credential: keyOf('bo').credentialId } }), 'vote_other_key'],
    ['a key that nobody has', bentVote({ key: passkey(-7, 'unheard of') }), 'vote_unknown_key'],
    [
      'a forged signature',
      bentVote({ key: { ...passkey(-7, 'forger'), credentialId: keyOf('ada').credentialId } }),
      'vote_signature',
    ],
    ['a signature for another statement', bentVote({ asked: { challenge: Buffer.alloc(32) } }), 'vote_signature'],
    ['a signature made elsewhere', bentVote({ asked: { origin: 'https://evil.example' } }), 'vote_signature'],
    ['a signature for another RP', bentVote({ asked: { rpId: 'evil.example' } }), 'vote_signature'],
    ['a signature in a foreign frame', bentVote({ asked: { client: { crossOrigin: true } } }), 'vote_signature'],
    [
      'an enrolment instead of an assertion',
      bentVote({ asked: { client: { type: 'webauthn.create' } } }),
      'vote_signature',
    ],
    ['a signature without the user verified', bentVote({ asked: { flags: 0x01 } }), 'vote_signature'],
    ['a signature without the user present', bentVote({ asked: { flags: 0x04 } }), 'vote_signature'],
    [
      'a register that says another vote',
      { voteEntry: (payload, index) => (index === 1 ? { ...payload, vote: 'reject' } : payload) },
      'entry_differs',
    ],
    ['a register that counted other votes', { decided: { votes: [] } }, 'entry_differs'],
    ['another judgement at the last vote than was sealed', { decided: { judgement: 'e'.repeat(64) } }, 'entry_differs'],
    ['another time of sealing', { sealedAt: '2026-11-24T10:00:00.001Z' }, 'sealed_time'],
  ])('is refused: %s', (_, bend, code) => {
    expect(wrongWith(bend)).toBe(code)
  })
})
