import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, type Council, signed, vote } from '@/e2e/harness/council'
import type { TestDatabase } from '@/e2e/harness/database'
import { confirmed } from '@/e2e/harness/enrolment'
import { type Hall, NOW, PROGRAM, TRIAD, votingHall } from '@/e2e/harness/hall'
import { entriesOf, person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { endDeputy } from '../deputy/end'
import { grantDeputy } from '../deputy/grant'
import { revokePasskey } from '../passkey/revoke'
import { endRole } from '../person/end-role'
import { grantRole } from '../person/grant-role'
import { castVote } from './cast-vote'
import { sealDecision } from './seal'

let hall: Hall
let test: TestDatabase
let triad: Council
let voters: Hall['voters']
let proposer: UserActor

beforeAll(async () => {
  hall = await votingHall()
  ;({ test, triad, voters, proposer } = hall)
})

beforeEach(() => test.setNow(NOW))

const ballot: Hall['ballot'] = (decision, more) => hall.ballot(decision, more)

describe('who may vote', () => {
  it('is asked again of every vote that counts: a role that ended takes its vote with it', async () => {
    const leaving = await triad.join(hall.named('Leaving'), TRIAD[2])
    const decision = await hall.sealed()
    await vote(test, leaving, ballot(decision))
    await vote(test, voters[0], ballot(decision))
    await endRole(test.context, triad.admin, { program: PROGRAM, user: leaving.actor.user, role: TRIAD[2] })
    expect(await vote(test, voters[1], ballot(decision))).toMatchObject({ state: 'sealed', outcome: null })
    // The seat is used up: a new seal gives it back.
    await expect(vote(test, voters[2], ballot(decision))).rejects.toMatchObject({ code: 'seat_taken' })
    await sealDecision(test.context, proposer, ballot(decision))
    for (const voter of voters) await vote(test, voter, ballot(decision))
    expect(await hall.row(decision)).toMatchObject({ outcome: 'approved', round: 2 })
  })

  it('has a role again after the last vote, which decided nothing: a new seal does', async () => {
    const decision = await hall.sealed()
    const role = { program: PROGRAM, user: voters[0].actor.user, role: TRIAD[0] }
    await vote(test, voters[0], ballot(decision))
    await vote(test, voters[1], ballot(decision))
    await endRole(test.context, triad.admin, role)
    expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: [TRIAD[0]] })
    await grantRole(test.context, triad.admin, role)
    await sealDecision(test.context, proposer, ballot(decision))
    for (const voter of voters) await vote(test, voter, ballot(decision))
    expect(await hall.row(decision)).toMatchObject({ outcome: 'approved', round: 2 })
  })

  it('is nobody whose key has been revoked since, before or after the vote', async () => {
    const revoked = await triad.join(hall.named('Revoked'), TRIAD[0])
    const decision = await hall.sealed()
    await vote(test, revoked, ballot(decision))
    const statement = await asked(test, voters[1], ballot(decision))
    await revokePasskey(test.context, revoked.actor, { passkey: revoked.key.credentialId, reason: 'lost' })
    const answer = { ...ballot(decision), nonce: statement.nonce, answer: signed(voters[1].key, statement) }
    expect(await castVote(test.context, voters[1].actor, answer)).toMatchObject({ waitsFor: [TRIAD[0], TRIAD[2]] })
    expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: [TRIAD[0]] })
    await endRole(test.context, triad.admin, { program: PROGRAM, user: revoked.actor.user, role: TRIAD[0] })
  })

  it('is a deputy in their term, on record, and not after it', async () => {
    const name = hall.named('Deputy')
    const stand = await person(test, name)
    const key = await confirmed(test, PROGRAM, stand, triad.admin)
    const deputy = { actor: stand, role: TRIAD[0], key }
    const term = { program: PROGRAM, role: TRIAD[0], holder: voters[0].actor.user, deputy: stand.user }
    const { deputy: granted } = await grantDeputy(test.context, triad.admin, { ...term, from: '', until: '2026-11-20' })
    const decision = await hall.sealed()
    const deputyOf = voters[0].actor.user
    await vote(test, deputy, ballot(decision, { deputyOf }))
    expect((await hall.row(decision)).votes).toMatchObject([{ deputyOf, name }])
    await endDeputy(test.context, triad.admin, { program: PROGRAM, deputy: granted })
    await vote(test, voters[1], ballot(decision))
    expect(await vote(test, voters[2], ballot(decision))).toMatchObject({ state: 'sealed', waitsFor: [TRIAD[0]] })
    await expect(vote(test, deputy, ballot(decision, { deputyOf }))).rejects.toMatchObject({ status: 403 })
  })

  it('cannot grow without a new seal: someone added makes the decision stale, which is stored', async () => {
    const decision = await hall.sealed()
    await vote(test, voters[0], ballot(decision))
    const name = hall.named('Newcomer')
    const added = await triad.join(name, TRIAD[1])
    const entries = await entriesOf(test, () =>
      expect(vote(test, voters[1], ballot(decision))).rejects.toMatchObject({
        code: 'stale',
        faults: [{ message: `${name} may now vote as reliability-lead` }],
      }),
    )
    expect(entries.map(({ type }) => type)).toEqual(['decision.stale'])
    const stored = await hall.row(decision)
    expect(stored).toMatchObject({ state: 'stale' })
    expect(stored.votes).toHaveLength(1)
    await expect(asked(test, voters[2], ballot(decision))).rejects.toMatchObject({ code: 'stale' })
    await endRole(test.context, triad.admin, { program: PROGRAM, user: added.actor.user, role: TRIAD[1] })
  })

  it('is not a deputy whose term ended, nor a key that was revoked, after the statement was handed out', async () => {
    const stand = await person(test, hall.named('Deputy'))
    const key = await confirmed(test, PROGRAM, stand, triad.admin)
    const deputyOf = voters[0].actor.user
    const term = {
      program: PROGRAM,
      role: TRIAD[0],
      holder: deputyOf,
      deputy: stand.user,
      from: '',
      until: '2026-11-20',
    }
    const { deputy } = await grantDeputy(test.context, triad.admin, term)
    const keyed = await triad.join(hall.named('Keyed'), TRIAD[1])
    const decision = await hall.sealed()
    const standing = { actor: stand, role: TRIAD[0], key }
    const [byDeputy, byKey] = [
      await asked(test, standing, ballot(decision, { deputyOf })),
      await asked(test, keyed, ballot(decision)),
    ]
    await endDeputy(test.context, triad.admin, { program: PROGRAM, deputy })
    await revokePasskey(test.context, keyed.actor, { passkey: keyed.key.credentialId, reason: 'lost' })
    await expect(hall.cast(standing, decision, byDeputy)).rejects.toMatchObject({
      code: 'may_not_vote',
      message: expect.stringContaining("the deputy's term has ended") as string,
    })
    await expect(hall.cast(keyed, decision, byKey)).rejects.toMatchObject({
      code: 'may_not_vote',
      message: expect.stringContaining('the key no longer counts') as string,
    })
    expect((await hall.row(decision)).votes).toHaveLength(0)
    await endRole(test.context, triad.admin, { program: PROGRAM, user: keyed.actor.user, role: TRIAD[1] })
  })

  it('breaks a tie by the votes that were signed over alone: where one of them counts no more, it is not cast', async () => {
    const leaving = await triad.join(hall.named('Leaving'), TRIAD[0])
    const decision = await hall.sealed()
    await vote(test, leaving, ballot(decision, { vote: 'reject' }))
    await vote(test, voters[1], ballot(decision))
    await vote(test, voters[2], ballot(decision))
    const tie = await asked(test, hall.owner, ballot(decision))
    await endRole(test.context, triad.admin, { program: PROGRAM, user: leaving.actor.user, role: TRIAD[0] })
    await expect(hall.cast(hall.owner, decision, tie)).rejects.toMatchObject({ code: 'no_tie' })
    expect(await hall.row(decision)).toMatchObject({ state: 'sealed', outcome: null })
  })
})
