import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { softAuthenticator } from '@/e2e/harness/authenticator'
import { asked, type Council, signed, type Voter } from '@/e2e/harness/council'
import type { TestDatabase } from '@/e2e/harness/database'
import { confirmed } from '@/e2e/harness/enrolment'
import { type Hall, NOW, PROGRAM, TRIAD, votingHall } from '@/e2e/harness/hall'
import type { UserActor } from '@/lib/auth/actor'
import { relyingParty } from '@/lib/auth/passkeys'
import { endRole } from '../person/end-role'
import { beginVote } from './begin-vote'
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

describe('a statement', () => {
  const good = async (decision: number) => asked(test, voters[0], ballot(decision))
  const later = (minutes: number): void => test.setNow(test.now() + minutes * 60_000)
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
    const decision = await hall.sealed()
    const statement = await good(decision)
    const answer = signed(voters[0].key, statement, mischief)
    await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({ code: 'bad_signature' })
    expect((await hall.row(decision)).votes).toHaveLength(0)
  })

  it('is refused with a forged signature, another challenge, or no signature', async () => {
    const decision = await hall.sealed()
    const statement = await good(decision)
    const forged = { ...softAuthenticator(), credentialId: voters[0].key.credentialId }
    const other = await good(decision)
    for (const answer of [signed(forged, statement), signed(voters[0].key, other), null, {}, 'x']) {
      await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({ code: 'bad_signature' })
    }
  })

  it('is refused from anyone else, for another decision, and when nobody handed it out', async () => {
    const [decision, another] = [await hall.sealed(), await hall.sealed()]
    const statement = await good(decision)
    const answer = signed(voters[0].key, statement)
    await expect(cast(decision, voters[1], statement.nonce, answer)).rejects.toMatchObject({ status: 404 })
    await expect(cast(another, voters[0], statement.nonce, answer)).rejects.toMatchObject({ status: 404 })
    await expect(cast(decision, voters[0], 'made-up', answer)).rejects.toMatchObject({ status: 404 })
  })

  it('lives five minutes', async () => {
    const decision = await hall.sealed()
    const statement = await good(decision)
    later(5)
    const answer = signed(voters[0].key, statement)
    await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({
      code: 'statement_expired',
    })
  })

  it('does not carry over to the next packet', async () => {
    const decision = await hall.sealed()
    const statement = await good(decision)
    const added = await triad.join(hall.named('Added'), TRIAD[0])
    await sealDecision(test.context, proposer, ballot(decision))
    const answer = signed(voters[0].key, statement)
    await expect(cast(decision, voters[0], statement.nonce, answer)).rejects.toMatchObject({ code: 'other_packet' })
    await endRole(test.context, triad.admin, { program: PROGRAM, user: added.actor.user, role: TRIAD[0] })
  })

  it('needs a passkey where the program asks for passkeys', async () => {
    const decision = await hall.sealed()
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
    const decision = await hall.sealed()
    await expect(asked(test, voters[0], ballot(decision, { seat: TRIAD[1] }))).rejects.toMatchObject({ status: 403 })
    const late = await confirmed(test, PROGRAM, voters[0].actor, triad.admin)
    await expect(asked(test, { ...voters[0], key: late }, ballot(decision))).rejects.toMatchObject({ status: 403 })
  })
})

it('the relying party of these tests is the configured origin', () => {
  expect(relyingParty().origin).toMatch(/^http:\/\/localhost/)
})
