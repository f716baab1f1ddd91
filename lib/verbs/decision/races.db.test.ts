import { beforeAll, describe, expect, it } from 'vitest'
import { greenSamples, sample } from '@/e2e/harness/body'
import { asked, vote, type Voter } from '@/e2e/harness/council'
import type { TestDatabase } from '@/e2e/harness/database'
import { send } from '@/e2e/harness/gates'
import { type Hall, PROGRAM, TRIAD, votingHall } from '@/e2e/harness/hall'
import { entriesOf, type RegisterRow } from '@/e2e/harness/people'
import { queued } from '@/e2e/harness/queue'
import { iso } from '@/lib/domain/instant'
import { endRole } from '../person/end-role'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'

let hall: Hall
let test: TestDatabase
let voters: Hall['voters']

beforeAll(async () => {
  hall = await votingHall()
  ;({ test, voters } = hall)
})

const typesOf = (entries: readonly RegisterRow[]): string[] => entries.map(({ type }) => type)

describe('two last votes at once', () => {
  it('come to one outcome, a hundred times', { timeout: 300_000 }, async () => {
    const [first, second, third] = voters
    for (let round = 0; round < 100; round += 1) {
      const decision = await hall.sealed()
      await vote(test, first, hall.ballot(decision))
      const statements = await Promise.all([second, third].map((voter) => asked(test, voter, hall.ballot(decision))))
      const entries = await entriesOf(test, () =>
        Promise.all(statements.map((statement, index) => hall.cast(index === 0 ? second : third, decision, statement))),
      )
      expect(typesOf(entries)).toEqual(['vote.cast', 'vote.cast', 'decision.decided'])
      expect(await hall.row(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
    }
  })

  it('that differ split once, whichever comes last', async () => {
    for (let round = 0; round < 5; round += 1) {
      const decision = await hall.sealed()
      await vote(test, voters[0], hall.ballot(decision))
      const [yes, no] = [
        await asked(test, voters[1], hall.ballot(decision)),
        await asked(test, voters[2], hall.ballot(decision, { vote: 'reject' })),
      ]
      const entries = await entriesOf(test, () =>
        Promise.all([hall.cast(voters[1], decision, yes), hall.cast(voters[2], decision, no)]),
      )
      expect(typesOf(entries)).toEqual(['vote.cast', 'vote.cast', 'decision.split'])
      expect(await hall.row(decision)).toMatchObject({ state: 'sealed', outcome: null, sla: 'medium' })
    }
  })

  it('from two holders of one seat fill it once', async () => {
    const twin = await hall.triad.join(hall.named('Twin'), TRIAD[0])
    for (let round = 0; round < 10; round += 1) {
      const decision = await hall.sealed()
      const pair = [twin, voters[0]]
      const statements = await Promise.all(pair.map((voter) => asked(test, voter, hall.ballot(decision))))
      const outcomes = await Promise.allSettled(
        statements.map((statement, index) => hall.cast(pair[index] as Voter, decision, statement)),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await hall.row(decision)).votes).toHaveLength(1)
    }
    await endRole(test.context, hall.triad.admin, { program: PROGRAM, user: twin.actor.user, role: TRIAD[0] })
  })
})

describe('an upload that alters the judgement at the moment of the last vote', () => {
  const green = (): Promise<unknown> => send(test, hall.token, { samples: greenSamples(iso(test.now() - 30_000)) })
  const red = (): Promise<unknown> =>
    send(test, hall.token, {
      samples: [sample('M-PERF-01A', 700_000, 'bytes', { observedAt: iso(test.now() - 1_000) })],
    })
  const phaseOwner = (): Voter => hall.triad.voters['phase-owner'] as Voter

  /** A plan for a Green metric, its one vote signed and not yet cast. */
  async function lastVote(): Promise<{ decision: number; cast: () => Promise<unknown> }> {
    test.setNow(test.now() + 60_000)
    await green()
    const input = { metric: 'M-PERF-01', owner: phaseOwner().actor.user, text: 'Shrink it.', due: '2026-12-12' }
    const asks = { program: PROGRAM, kind: 'remediation_plan', recommendation: 'As the facts say.', input }
    const { number: decision } = await proposeDecision(test.context, hall.proposer, { ...asks, supersede: true })
    await sealDecision(test.context, hall.proposer, { program: PROGRAM, decision })
    const statement = await asked(test, phaseOwner(), hall.ballot(decision))
    return { decision, cast: () => hall.cast(phaseOwner(), decision, statement) }
  }

  it('comes first: the decision is stale and the vote is not stored', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { decision, cast } = await lastVote()
      const entries = await entriesOf(test, async () => {
        expect(await queued(test, [red, cast])).toMatchObject([
          { status: 'fulfilled' },
          { status: 'rejected', reason: { code: 'stale' } },
        ])
      })
      expect(typesOf(entries)).toEqual(['upload.accepted', 'decision.stale'])
      expect(await hall.row(decision)).toMatchObject({ state: 'stale', outcome: null, votes: [] })
    }
  })

  it('comes second: the decision has fallen by what was sealed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { decision, cast } = await lastVote()
      const entries = await entriesOf(test, async () => {
        expect(await queued(test, [cast, red])).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
      })
      const types = typesOf(entries)
      expect(types.indexOf('decision.decided')).toBeLessThan(types.indexOf('upload.accepted'))
      expect(types).not.toContain('decision.stale')
      expect(await hall.row(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
    }
  })
})
