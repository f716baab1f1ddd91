import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, type Council, signed, vote, type Voter } from '@/e2e/harness/council'
import type { TestDatabase } from '@/e2e/harness/database'
import { type Hall, NOW, PROGRAM, TRIAD, votingHall } from '@/e2e/harness/hall'
import { entriesOf } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { packetBytes, packetDigest, type PacketDocument } from '@/lib/register/packet'
import { endRole } from '../person/end-role'
import { grantRole } from '../person/grant-role'
import { castVote } from './cast-vote'
import { keepDecisionClocks } from './keep-clocks'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'
import { withdrawDecision } from './withdraw'

let hall: Hall
let test: TestDatabase
let triad: Council
let voters: Hall['voters']
let owner: Voter
let proposer: UserActor

beforeAll(async () => {
  hall = await votingHall()
  ;({ test, triad, voters, owner, proposer } = hall)
})

beforeEach(() => test.setNow(NOW))

const ballot: Hall['ballot'] = (decision, more) => hall.ballot(decision, more)

describe('a sealed packet', () => {
  it('is kept as the very bytes that its digest is of, with the electorate', async () => {
    const decision = await hall.sealed()
    const [packet] = (await hall.row(decision)).packets
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
    const decision = await hall.sealed()
    await expect(sealDecision(test.context, proposer, ballot(decision))).rejects.toMatchObject({ code: 'sealed' })
  })
})

describe('votes', () => {
  it('approve together, and vote, outcome and register are one', async () => {
    const decision = await hall.sealed()
    const entries = await entriesOf(test, async () => {
      expect(await vote(test, voters[0], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: TRIAD.slice(1) })
      await vote(test, voters[1], ballot(decision))
      expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'decided', outcome: 'approved' })
    })
    expect(entries.map(({ type }) => type)).toEqual(['vote.cast', 'vote.cast', 'vote.cast', 'decision.decided'])
    const stored = await hall.row(decision)
    expect(stored).toMatchObject({ state: 'decided', outcome: 'approved' })
    expect(stored.events.map(({ type }) => type)).toEqual(['proposed', 'sealed', 'voted', 'voted', 'voted', 'decided'])
  })

  it('that split go to the tie-break role, which signs the digest of the others, and a clock starts', async () => {
    const decision = await hall.sealed()
    await expect(asked(test, owner, ballot(decision))).rejects.toMatchObject({ code: 'no_tie' })
    await vote(test, voters[0], ballot(decision))
    await vote(test, voters[1], ballot(decision, { vote: 'reject' }))
    const answer = await vote(test, voters[2], ballot(decision))
    expect(answer).toMatchObject({ state: 'sealed', waitsFor: ['program-owner'] })
    expect(await hall.row(decision)).toMatchObject({ sla: 'medium', dueAt: new Date('2026-11-23T12:00:00.000Z') })
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
    const decision = await hall.sealed()
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
    const decision = await hall.sealed()
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
    expect((await hall.row(decision)).votes).toHaveLength(2)
  })

  it('of one person fill one seat, whatever roles they hold', async () => {
    const two = await triad.join(hall.named('Two'), TRIAD[0])
    await grantRole(test.context, triad.admin, { program: PROGRAM, user: two.actor.user, role: TRIAD[1] })
    const decision = await hall.sealed()
    await vote(test, two, ballot(decision))
    await expect(vote(test, two, ballot(decision, { seat: TRIAD[1] }))).rejects.toMatchObject({ code: 'voted' })
    for (const role of [TRIAD[0], TRIAD[1]]) {
      await endRole(test.context, triad.admin, { program: PROGRAM, user: two.actor.user, role })
    }
  })
})

describe('an open decision', () => {
  it('ends when it is withdrawn, and takes no votes after', async () => {
    const decision = await hall.sealed()
    const statement = await asked(test, voters[0], ballot(decision))
    await withdrawDecision(test.context, proposer, { ...ballot(decision), reason: 'Not yet.' })
    const input = { ...ballot(decision), nonce: statement.nonce, answer: signed(voters[0].key, statement) }
    await expect(castVote(test.context, voters[0].actor, input)).rejects.toMatchObject({ code: 'ended' })
  })

  it('expires, also where nobody has said so yet', async () => {
    const decision = await hall.sealed()
    const statement = await asked(test, voters[0], ballot(decision))
    expect(statement.statement.origin).toMatch(/^signalbox\//)
    test.setNow('2026-12-18T12:00:00.000Z')
    await expect(asked(test, voters[0], ballot(decision))).rejects.toMatchObject({ code: 'expired' })
    await keepDecisionClocks(test.context)
    expect(await hall.row(decision)).toMatchObject({ state: 'expired' })
  })

  it('is one for its question; another supersedes it only where that is said', async () => {
    const decision = await hall.proposed()
    const { subject } = await hall.row(decision)
    const again = {
      program: PROGRAM,
      kind: 'minutes',
      recommendation: 'Sign these.',
      input: { review: subject, text: 'Better words.' },
    }
    await expect(proposeDecision(test.context, proposer, again)).rejects.toMatchObject({ code: 'already_open' })
    await proposeDecision(test.context, proposer, { ...again, supersede: true })
    expect(await hall.row(decision)).toMatchObject({ state: 'superseded' })
  })
})
