import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { softAuthenticator } from '@/e2e/harness/authenticator'
import { asked, type Council, council, signed, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { confirmed } from '@/e2e/harness/enrolment'
import { entriesOf, person } from '@/e2e/harness/people'
import { relyingParty } from '@/lib/auth/passkeys'
import type { UserActor } from '@/lib/auth/actor'
import { packetBytes, packetDigest, type PacketDocument } from '@/lib/register/packet'
import { bundledProgram } from '@/cli/installation/bundled'
import { endDeputy } from '../deputy/end'
import { grantDeputy } from '../deputy/grant'
import { revokePasskey } from '../passkey/revoke'
import { endRole } from '../person/end-role'
import { grantRole } from '../person/grant-role'
import { beginVote } from './begin-vote'
import { castVote } from './cast-vote'
import { keepDecisionClocks } from './keep-clocks'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'
import { withdrawDecision } from './withdraw'

const PROGRAM = 'asupersync-browser'
const NOW = '2026-11-18T12:00:00.000Z'
const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const

/** Minutes are voted on by the triad with its tie-break here: a question whose judgement nothing but a revision moves. */
const source = bundledProgram().replace(
  /(- kind: minutes\n\s+title: .*\n\s+)role: program-owner/,
  '$1council: governance-triad\n      expiresDays: 30',
)

let test: TestDatabase
let triad: Council
let voters: [Voter, Voter, Voter]
let owner: Voter
let proposer: UserActor
let count = 0

beforeAll(async () => {
  test = await testDatabase(NOW)
  await withProgram(test, source)
  triad = await council(test, PROGRAM, [...TRIAD, 'program-owner', 'phase-owner'])
  voters = TRIAD.map((role) => triad.voters[role]) as typeof voters
  owner = triad.voters['program-owner'] as Voter
  proposer = (triad.voters['phase-owner'] as Voter).actor
})

beforeEach(() => test.setNow(NOW))

const later = (minutes: number): void => test.setNow(test.now() + minutes * 60_000)

async function proposed(): Promise<number> {
  count += 1
  const input = { review: `review ${count}`, text: 'What was said.' }
  const asks = { program: PROGRAM, kind: 'minutes', recommendation: 'Sign them.', input }
  return (await proposeDecision(test.context, proposer, asks)).number
}

async function sealed(): Promise<number> {
  const decision = await proposed()
  await sealDecision(test.context, proposer, { program: PROGRAM, decision })
  return decision
}

const row = (decision: number) =>
  test.context.database.prisma.decision.findFirstOrThrow({
    where: { number: decision, program: { slug: PROGRAM } },
    include: { votes: true, events: { orderBy: { sequence: 'asc' } }, packets: { orderBy: { round: 'asc' } } },
  })

const ballot = (decision: number, more: { vote?: 'approve' | 'reject'; seat?: string; deputyOf?: string } = {}) => ({
  program: PROGRAM,
  decision,
  ...more,
})

describe('a sealed packet', () => {
  it('is kept as the very bytes that its digest is of, with the electorate', async () => {
    const decision = await sealed()
    const [packet] = (await row(decision)).packets
    const document = JSON.parse(Buffer.from(packet?.bytes ?? []).toString()) as PacketDocument
    expect(Buffer.from(packet?.bytes ?? []).equals(packetBytes(document))).toBe(true)
    expect(Buffer.from(packet?.sha256 ?? []).toString('hex')).toBe(packetDigest(document))
    expect(document.electorate.seats.map(({ role }) => role)).toEqual([...TRIAD, 'program-owner'])
    expect(document.electorate.credentials).toHaveLength(4)
    expect(Object.keys(document.sections)).toEqual(
      expect.arrayContaining([
        'scoreboard',
        'checklist',
        'runs',
        'waivers',
        'risks',
        'incidents',
        'minutes',
        'judgement',
      ]),
    )
  })

  it('is not sealed again while it is as good as ever', async () => {
    const decision = await sealed()
    await expect(sealDecision(test.context, proposer, ballot(decision))).rejects.toMatchObject({ code: 'sealed' })
  })
})

describe('votes', () => {
  it('approve together, and vote, outcome and register are one', async () => {
    const decision = await sealed()
    const entries = await entriesOf(test, async () => {
      expect(await vote(test, voters[0], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: TRIAD.slice(1) })
      await vote(test, voters[1], ballot(decision))
      expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'decided', outcome: 'approved' })
    })
    expect(entries.map(({ type }) => type)).toEqual(['vote.cast', 'vote.cast', 'vote.cast', 'decision.decided'])
    const stored = await row(decision)
    expect(stored).toMatchObject({ state: 'decided', outcome: 'approved' })
    expect(stored.events.map(({ type }) => type)).toEqual(['proposed', 'sealed', 'voted', 'voted', 'voted', 'decided'])
  })

  it('that split go to the tie-break role, which signs the digest of the others, and a clock starts', async () => {
    const decision = await sealed()
    await expect(asked(test, owner, ballot(decision))).rejects.toMatchObject({ code: 'no_tie' })
    await vote(test, voters[0], ballot(decision))
    await vote(test, voters[1], ballot(decision, { vote: 'reject' }))
    const answer = await vote(test, voters[2], ballot(decision))
    expect(answer).toMatchObject({ state: 'sealed', waitsFor: ['program-owner'] })
    expect(await row(decision)).toMatchObject({ sla: 'medium', dueAt: new Date('2026-11-23T12:00:00.000Z') })
    const statement = await asked(test, owner, ballot(decision))
    expect(statement.statement.others).toMatch(/^[0-9a-f]{64}$/)
    const answered = await castVote(test.context, owner.actor, {
      ...ballot(decision),
      nonce: statement.nonce,
      answer: signed(owner.key, statement),
    })
    expect(answered).toMatchObject({ outcome: 'approved' })
  })

  it('that come late are recorded once as a breach', async () => {
    const decision = await sealed()
    for (const [index, voter] of voters.entries()) {
      await vote(test, voter, ballot(decision, { vote: index === 0 ? 'reject' : 'approve' }))
    }
    test.setNow('2026-11-23T12:00:00.000Z')
    const entries = await entriesOf(test, async () => {
      await keepDecisionClocks(test.context)
      await keepDecisionClocks(test.context)
    })
    const mine = entries.filter(({ payload }) => (payload as { decision: string }).decision === `D-${decision}`)
    expect(mine).toMatchObject([{ type: 'decision.overdue', payload: { severity: 'medium', path: ['program-owner'] } }])
  })

  it('are final: one a seat, one a person, and the same statement again is answered as the first time', async () => {
    const decision = await sealed()
    const statement = await asked(test, voters[0], ballot(decision))
    const second = await asked(test, voters[0], ballot(decision, { vote: 'reject' }))
    const cast = { ...ballot(decision), nonce: statement.nonce, answer: signed(voters[0].key, statement) }
    const answer = await castVote(test.context, voters[0].actor, cast)
    await vote(test, voters[1], ballot(decision))
    const entries = await entriesOf(test, async () => {
      expect(await castVote(test.context, voters[0].actor, cast)).toEqual(answer)
      const other = { ...ballot(decision), nonce: second.nonce, answer: signed(voters[0].key, second) }
      await expect(castVote(test.context, voters[0].actor, other)).rejects.toMatchObject({ code: 'voted' })
    })
    expect(entries).toEqual([])
    expect((await row(decision)).votes).toHaveLength(2)
  })

  it('of one person fill one seat, whatever roles they hold', async () => {
    const two = await triad.join(`Two ${count}`, TRIAD[0])
    await grantRole(test.context, triad.admin, { program: PROGRAM, user: two.actor.user, role: TRIAD[1] })
    const decision = await sealed()
    await vote(test, two, ballot(decision))
    await expect(vote(test, two, ballot(decision, { seat: TRIAD[1] }))).rejects.toMatchObject({ code: 'voted' })
    for (const role of [TRIAD[0], TRIAD[1]]) {
      await endRole(test.context, triad.admin, { program: PROGRAM, user: two.actor.user, role })
    }
  })
})

describe('a statement', () => {
  const good = async (decision: number) => asked(test, voters[0], ballot(decision))
  const cast = (decision: number, voter: Voter, nonce: string, answer: unknown) =>
    castVote(test.context, voter.actor, { ...ballot(decision), nonce, answer })

  it.each([
    ['of another type', { type: 'webauthn.create' }],
    ['for another origin', { origin: 'http://evil.test' }],
    ['in a frame', { crossOrigin: true }],
    ['for another relying party', { rpId: 'evil.test' }],
    ['without presence', { userPresent: false }],
    ['without verification', { userVerified: false }],
  ])('signed %s is refused, and stores nothing', async (_, mischief) => {
    const decision = await sealed()
    const statement = await good(decision)
    const answer = signed(voters[0].key, statement, mischief)
    await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({ code: 'bad_signature' })
    expect((await row(decision)).votes).toHaveLength(0)
  })

  it('is refused with a forged signature, another challenge, or no signature', async () => {
    const decision = await sealed()
    const statement = await good(decision)
    const forged = { ...softAuthenticator(), credentialId: voters[0].key.credentialId }
    const other = await good(decision)
    for (const answer of [signed(forged, statement), signed(voters[0].key, other), null, {}, 'x']) {
      await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({ code: 'bad_signature' })
    }
  })

  it('is refused from anyone else, for another decision, and when nobody handed it out', async () => {
    const [decision, another] = [await sealed(), await sealed()]
    const statement = await good(decision)
    const answer = signed(voters[0].key, statement)
    await expect(cast(decision, voters[1], statement.nonce, answer)).rejects.toMatchObject({ status: 404 })
    await expect(cast(another, voters[0], statement.nonce, answer)).rejects.toMatchObject({ status: 404 })
    await expect(cast(decision, voters[0], 'made-up', answer)).rejects.toMatchObject({ status: 404 })
  })

  it('lives five minutes', async () => {
    const decision = await sealed()
    const statement = await good(decision)
    later(5)
    const answer = signed(voters[0].key, statement)
    await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({
      code: 'statement_expired',
    })
  })

  it('does not carry over to the next packet', async () => {
    const decision = await sealed()
    const statement = await good(decision)
    const added = await triad.join(`Added ${count}`, TRIAD[0])
    await sealDecision(test.context, proposer, ballot(decision))
    const answer = signed(voters[0].key, statement)
    await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({ code: 'other_packet' })
    await endRole(test.context, triad.admin, { program: PROGRAM, user: added.actor.user, role: TRIAD[0] })
  })

  it('needs a passkey where the program asks for passkeys', async () => {
    const decision = await sealed()
    const input = {
      ...ballot(decision),
      seat: TRIAD[0],
      deputyOf: null,
      vote: 'approve',
      rationale: 'x',
      credential: null,
    } as const
    await expect(beginVote(test.context, voters[0].actor, input)).rejects.toMatchObject({ code: 'needs_passkey' })
  })

  it('is not handed out for a seat that is not theirs, nor by a key the packet does not name', async () => {
    const decision = await sealed()
    await expect(asked(test, voters[0], ballot(decision, { seat: TRIAD[1] }))).rejects.toMatchObject({ status: 403 })
    const late = await confirmed(test, PROGRAM, voters[0].actor, triad.admin)
    await expect(asked(test, { ...voters[0], key: late }, ballot(decision))).rejects.toMatchObject({ status: 403 })
  })
})

describe('who may vote', () => {
  it('is asked again of every vote that counts: a role that ended takes its vote with it', async () => {
    const leaving = await triad.join(`Leaving ${count}`, TRIAD[2])
    const decision = await sealed()
    await vote(test, leaving, ballot(decision))
    await vote(test, voters[0], ballot(decision))
    await endRole(test.context, triad.admin, { program: PROGRAM, user: leaving.actor.user, role: TRIAD[2] })
    expect(await vote(test, voters[1], ballot(decision))).toMatchObject({ state: 'sealed', outcome: null })
    // The seat is used up: a new seal gives it back.
    await expect(vote(test, voters[2], ballot(decision))).rejects.toMatchObject({ code: 'seat_taken' })
    await sealDecision(test.context, proposer, ballot(decision))
    for (const voter of voters) await vote(test, voter, ballot(decision))
    expect(await row(decision)).toMatchObject({ outcome: 'approved', round: 2 })
  })

  it('is nobody whose key has been revoked since, before or after the vote', async () => {
    const revoked = await triad.join(`Revoked ${count}`, TRIAD[0])
    const decision = await sealed()
    await vote(test, revoked, ballot(decision))
    const statement = await asked(test, voters[1], ballot(decision))
    await revokePasskey(test.context, revoked.actor, { passkey: revoked.key.credentialId, reason: 'lost' })
    const answer = { ...ballot(decision), nonce: statement.nonce, answer: signed(voters[1].key, statement) }
    expect(await castVote(test.context, voters[1].actor, answer)).toMatchObject({ waitsFor: [TRIAD[0], TRIAD[2]] })
    expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: [TRIAD[0]] })
    await endRole(test.context, triad.admin, { program: PROGRAM, user: revoked.actor.user, role: TRIAD[0] })
  })

  it('is a deputy in their term, on record, and not after it', async () => {
    const name = `Deputy ${count}`
    const stand = await person(test, name)
    const key = await confirmed(test, PROGRAM, stand, triad.admin)
    const deputy = { actor: stand, role: TRIAD[0], key }
    const term = { program: PROGRAM, role: TRIAD[0], holder: voters[0].actor.user, deputy: stand.user }
    const { deputy: granted } = await grantDeputy(test.context, triad.admin, { ...term, from: '', until: '2026-11-20' })
    const decision = await sealed()
    const deputyOf = voters[0].actor.user
    await vote(test, deputy, ballot(decision, { deputyOf }))
    expect((await row(decision)).votes).toMatchObject([{ deputyOf, name }])
    await endDeputy(test.context, triad.admin, { program: PROGRAM, deputy: granted })
    await vote(test, voters[1], ballot(decision))
    expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: [TRIAD[0]] })
    await expect(vote(test, deputy, ballot(decision, { deputyOf }))).rejects.toMatchObject({ status: 403 })
  })

  it('cannot grow without a new seal: someone added makes the decision stale, which is stored', async () => {
    const decision = await sealed()
    await vote(test, voters[0], ballot(decision))
    const added = await triad.join(`Newcomer ${count}`, TRIAD[1])
    const entries = await entriesOf(test, () =>
      expect(vote(test, voters[1], ballot(decision))).rejects.toMatchObject({
        code: 'stale',
        faults: [{ message: `Newcomer ${count} may now vote as reliability-lead` }],
      }),
    )
    expect(entries.map(({ type }) => type)).toEqual(['decision.stale'])
    const stored = await row(decision)
    expect(stored).toMatchObject({ state: 'stale' })
    expect(stored.votes).toHaveLength(1)
    await expect(asked(test, voters[2], ballot(decision))).rejects.toMatchObject({ code: 'stale' })
    await endRole(test.context, triad.admin, { program: PROGRAM, user: added.actor.user, role: TRIAD[1] })
  })
})

describe('two last votes at once', () => {
  it('come to one outcome, every time', async () => {
    for (let round = 0; round < 25; round += 1) {
      const decision = await sealed()
      await vote(test, voters[0], ballot(decision))
      const [a, b] = await Promise.all([
        asked(test, voters[1], ballot(decision)),
        asked(test, voters[2], ballot(decision)),
      ])
      const entries = await entriesOf(test, () =>
        Promise.all(
          (
            [
              [voters[1], a],
              [voters[2], b],
            ] as const
          ).map(([voter, statement]) =>
            castVote(test.context, voter.actor, {
              ...ballot(decision),
              nonce: statement.nonce,
              answer: signed(voter.key, statement),
            }),
          ),
        ),
      )
      expect(entries.filter(({ type }) => type === 'decision.decided')).toHaveLength(1)
      expect(entries.filter(({ type }) => type === 'vote.cast')).toHaveLength(2)
      expect(await row(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
    }
  })

  it('from two holders of one seat fill it once', async () => {
    const twin = await triad.join(`Twin ${count}`, TRIAD[0])
    for (let round = 0; round < 10; round += 1) {
      const decision = await sealed()
      const statements = await Promise.all([twin, voters[0]].map((voter) => asked(test, voter, ballot(decision))))
      const outcomes = await Promise.allSettled(
        [twin, voters[0]].map((voter, index) => {
          const statement = statements[index]
          if (statement === undefined) throw new Error('no statement')
          const input = { ...ballot(decision), nonce: statement.nonce, answer: signed(voter.key, statement) }
          return castVote(test.context, voter.actor, input)
        }),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
    await endRole(test.context, triad.admin, { program: PROGRAM, user: twin.actor.user, role: TRIAD[0] })
  })
})

describe('an open decision', () => {
  it('ends when it is withdrawn, and takes no votes after', async () => {
    const decision = await sealed()
    const statement = await asked(test, voters[0], ballot(decision))
    await withdrawDecision(test.context, proposer, { ...ballot(decision), reason: 'Not yet.' })
    const input = { ...ballot(decision), nonce: statement.nonce, answer: signed(voters[0].key, statement) }
    await expect(castVote(test.context, voters[0].actor, input)).rejects.toMatchObject({ code: 'ended' })
  })

  it('expires, also where nobody has said so yet', async () => {
    const decision = await sealed()
    const statement = await asked(test, voters[0], ballot(decision))
    expect(statement.statement.origin).toMatch(/^signalbox\//)
    test.setNow('2026-12-18T12:00:00.000Z')
    await expect(asked(test, voters[0], ballot(decision))).rejects.toMatchObject({ code: 'expired' })
    await keepDecisionClocks(test.context)
    expect(await row(decision)).toMatchObject({ state: 'expired' })
  })

  it('is one for its question; another supersedes it only where that is said', async () => {
    const decision = await proposed()
    const again = {
      program: PROGRAM,
      kind: 'minutes',
      recommendation: 'Sign these.',
      input: { review: `review ${count}`, text: 'Better words.' },
    }
    await expect(proposeDecision(test.context, proposer, again)).rejects.toMatchObject({ code: 'already_open' })
    await proposeDecision(test.context, proposer, { ...again, supersede: true })
    expect(await row(decision)).toMatchObject({ state: 'superseded' })
  })
})

it('the relying party of these tests is the configured origin', () => {
  expect(relyingParty().origin).toMatch(/^http:\/\/localhost/)
})
