import { beforeAll, describe, expect, it } from 'vitest'
import { vote } from '@/e2e/harness/council'
import { enrolled } from '@/e2e/harness/enrolment'
import { type Hall, PROGRAM, TRIAD, votingHall } from '@/e2e/harness/hall'
import { person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { DAY } from '@/lib/domain/instant'
import { grantDeputy } from '../verbs/deputy/grant'
import { confirmPasskey } from '../verbs/passkey/confirm'
import { revokePasskey } from '../verbs/passkey/revoke'
import { proposeDecision } from '../verbs/decision/propose'
import { sealDecision } from '../verbs/decision/seal'
import { inbox, type InboxItemDto } from './inbox'
import { keys } from './keys'
import { proposalOptions } from './proposal-options'

let hall: Hall

beforeAll(async () => {
  hall = await votingHall()
})

const items = async (actor: UserActor, kind: InboxItemDto['kind']): Promise<InboxItemDto[]> =>
  (await inbox(hall.test.context, actor, PROGRAM)).items.filter((one) => one.kind === kind)
const asks = async (actor: UserActor): Promise<string[]> => (await items(actor, 'vote')).map(({ ask }) => ask)

describe('the inbox', () => {
  it('asks whoever proposed to seal, then every seat for its vote, each once, and a split its tie-break', async () => {
    const { test, voters, owner, proposer } = hall
    const decision = await hall.proposed()
    expect(await items(proposer, 'seal')).toMatchObject([{ ask: 'Seal its packet, or withdraw it' }])
    expect(await asks(voters[0].actor)).toEqual([])
    await sealDecision(test.context, proposer, { program: PROGRAM, decision })
    expect(await items(proposer, 'seal')).toEqual([])
    expect(await items(voters[0].actor, 'vote')).toMatchObject([
      {
        ask: 'Vote as Runtime architect',
        href: `/${PROGRAM}/decisions/${decision}`,
        due: new Date(test.now() + 30 * DAY).toISOString(),
      },
    ])
    expect(await asks(owner.actor)).toEqual([])
    await vote(test, voters[0], hall.ballot(decision))
    expect(await asks(voters[0].actor)).toEqual([])
    await vote(test, voters[1], hall.ballot(decision, { vote: 'reject' }))
    await vote(test, voters[2], hall.ballot(decision))
    expect(await asks(owner.actor)).toEqual(['Vote as Program owner'])
    await vote(test, owner, hall.ballot(decision))
    expect(await asks(owner.actor)).toEqual([])
  })

  it('asks a deputy of the sealed packet, and nobody who was named later', async () => {
    const { test, voters, triad } = hall
    const [early, late] = [await person(test, 'Early deputy'), await person(test, 'Late deputy')]
    const term = { program: PROGRAM, role: TRIAD[0], holder: voters[0].actor.user, from: '', until: '2026-11-20' }
    await grantDeputy(test.context, triad.admin, { ...term, deputy: early.user })
    await hall.sealed()
    await grantDeputy(test.context, triad.admin, { ...term, deputy: late.user })
    expect(await asks(early)).toEqual(['Vote as Runtime architect'])
    expect(await asks(late)).toEqual([])
  })

  it('asks no vote of whoever asked for what they may not vote on', async () => {
    const { test, voters, triad } = hall
    await triad.join('Another security lead', TRIAD[2])
    const input = {
      of: 'series',
      target: 'M-PERF-02B|core-min|mobile-android',
      verdict: 'no_data',
      from: '2026-W47',
      to: '2026-W48',
      expiresOn: '2026-11-30',
      reason: 'The phone lab is closed.',
      evidence: ['https://example.test/lab'],
    }
    const asker = voters[2].actor
    const proposal = { program: PROGRAM, kind: 'waiver', recommendation: 'Grant it.', input }
    const { number } = await proposeDecision(test.context, asker, proposal)
    await sealDecision(test.context, asker, { program: PROGRAM, decision: number })
    const titles = async (actor: UserActor): Promise<string[]> =>
      (await items(actor, 'vote')).map(({ title }) => title).filter((title) => title.startsWith(`D-${number} `))
    expect(await titles(asker)).toEqual([])
    expect(await titles(voters[1].actor)).toHaveLength(1)
  })

  it('asks for a key’s confirmation whoever may give it, and tells the council once it is given', async () => {
    const { test, voters, triad } = hall
    const key = await enrolled(test, voters[0].actor)
    expect(await items(voters[0].actor, 'key')).toEqual([])
    expect(await items(voters[1].actor, 'key')).toMatchObject([{ title: 'The runtime-architect: “Test key”' }])
    await confirmPasskey(test.context, triad.admin, { program: PROGRAM, passkey: key.credentialId })
    expect(await items(voters[1].actor, 'key')).toEqual([])
    const { confirmedKeys } = await inbox(test.context, voters[1].actor, PROGRAM)
    expect(confirmedKeys).toContainEqual(
      expect.objectContaining({ owner: 'The runtime-architect', confirmedBy: 'Admin' }),
    )
  })
})

describe('keys', () => {
  it('say where each stands, who may confirm, and by what their owner votes', async () => {
    const { test, voters, triad } = hall
    const [me, other] = [voters[0].actor, voters[1].actor]
    const waiting = await enrolled(test, me)
    const lost = await enrolled(test, me)
    await revokePasskey(test.context, me, { passkey: lost.credentialId, reason: 'Left on a train.' })
    const mine = await keys(test.context, me, PROGRAM)
    const stateOf = (id: string) => mine.mine.find((key) => key.id === id)
    expect(stateOf(voters[0].key.credentialId)).toMatchObject({ state: 'counts', confirmed: { by: 'Admin' } })
    expect(stateOf(waiting.credentialId)).toMatchObject({ state: 'waits', confirmed: null, algorithm: 'ES256' })
    expect(stateOf(lost.credentialId)).toMatchObject({ state: 'revoked', revoked: { reason: 'Left on a train.' } })
    expect(mine).toMatchObject({ votesAs: ['Runtime architect'], toConfirm: [], others: [] })
    expect(mine.confirmers).toContain('The reliability-lead')
    expect(mine.confirmers).not.toContain('The runtime-architect')
    const theirs = await keys(test.context, other, PROGRAM)
    expect(theirs.toConfirm.map(({ id }) => id)).toEqual([waiting.credentialId])
    expect((await keys(test.context, triad.admin, PROGRAM)).others.map(({ id }) => id)).toContain(waiting.credentialId)
  })

  it('are not shown to a token, nor of a program that is not there', async () => {
    await expect(keys(hall.test.context, hall.token, PROGRAM)).rejects.toMatchObject({ status: 403 })
    await expect(keys(hall.test.context, hall.proposer, 'none')).rejects.toMatchObject({ status: 404 })
  })
})

describe('what can be proposed', () => {
  it('is what the program decides, of what is there: no window that is over, no risk that is closed', async () => {
    const { test, proposer, voters } = hall
    const options = await proposalOptions(test.context, proposer, PROGRAM)
    expect(options).toMatchObject({
      mayPropose: true,
      promotion: 'Begin Alpha',
      phase: null,
      incidents: [],
      reviews: [],
      waivers: { verdicts: ['no_data'], maxDays: 14, control: false, followUp: false },
    })
    expect(options.kinds).toHaveLength(11)
    expect(options.windows).toEqual(['2026-W47', '2026-W48', '2026-W49'])
    expect(options.risks).toHaveLength(12)
    expect(options.series).toContainEqual({ id: 'M-PERF-01A|core-min|ci', title: 'M-PERF-01A core-min ci' })
    expect(options.criteria.map(({ id }) => id)).toContain('alpha-entry-3')
    const stranger = await person(test, 'A stranger')
    expect((await proposalOptions(test.context, stranger, PROGRAM)).mayPropose).toBe(false)
    expect((await proposalOptions(test.context, voters[0].actor, PROGRAM)).mayPropose).toBe(true)
  })
})
