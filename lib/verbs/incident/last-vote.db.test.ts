import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { asked, signed, vote } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { stateOf } from '@/e2e/harness/gates'
import { entriesOf } from '@/e2e/harness/people'
import { queued } from '@/e2e/harness/queue'
import { castVote } from '../decision/cast-vote'

let test: TestDatabase
let alpha: BeforeAlpha

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  alpha = await beforeAlpha(test)
  await alpha.ci()
})

const later = (minutes = 1): void => test.setNow(test.now() + minutes * 60_000)

/** A promotion to Alpha that two of the triad have signed, the third vote ready to be cast. */
async function lastVote(): Promise<{ decision: number; cast: () => Promise<unknown> }> {
  later()
  const decision = await alpha.sealed('promotion', {})
  const [first, second, third] = alpha.triad
  await vote(test, first, alpha.ballot(decision))
  await vote(test, second, alpha.ballot(decision))
  const { nonce, ...statement } = await asked(test, third, alpha.ballot(decision))
  const input = { ...alpha.ballot(decision), nonce, answer: signed(third.key, { nonce, ...statement }) }
  return { decision, cast: () => castVote(test.context, third.actor, input) }
}

/** An upload in which a leak shows. */
const leak = (): Promise<unknown> => alpha.ci(['U-BYTES-01'])

const decisionRow = (number: number) => test.context.database.prisma.decision.findFirstOrThrow({ where: { number } })
const openIncident = () =>
  test.context.database.prisma.incident.findFirst({ where: { endedAt: null }, include: { criteria: true } })

async function recover(): Promise<void> {
  later()
  const incident = await openIncident()
  const said = { ending: 'continue', reason: 'It is mended.', evidence: ['https://example.test/recovery'] }
  await alpha.decide('incident', { incident: incident?.id, ...said })
  await alpha.ci()
}

describe('an upload that fires a kill criterion at the moment of the last vote', () => {
  it('comes first: the promotion is stale, says which incident, and the phase is not entered', async () => {
    const { decision, cast } = await lastVote()
    const entries = await entriesOf(test, async () => {
      expect(await queued(test, [leak, cast])).toMatchObject([
        { status: 'fulfilled' },
        { status: 'rejected', reason: { status: 409, code: 'stale' } },
      ])
    })
    expect(entries.map(({ type }) => type)).toEqual([
      'upload.accepted',
      'incident.opened',
      'incident.signal_added',
      'risk.triggered',
      'decision.stale',
    ])
    expect(await decisionRow(decision)).toMatchObject({ state: 'stale', outcome: null })
    const { body } = await test.context.database.prisma.decisionEvent.findFirstOrThrow({ where: { type: 'stale' } })
    expect(JSON.stringify(body)).toContain('standing-incidents: was met, now unmet')
    expect((await stateOf(test)).phase).toBeNull()
    await recover()
  })

  it('is at once with it, time and again: the phase is entered without the incident, or not at all', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { decision, cast } = await lastVote()
      const entries = await entriesOf(test, () => Promise.allSettled([leak(), cast()]))
      const types = entries.map(({ type }) => type)
      const [entered, opened] = [types.indexOf('program.phase_entered'), types.indexOf('incident.opened')]
      const incident = await openIncident()
      expect(incident?.criteria).toMatchObject([{ criterion: 'obligation-leak' }])
      if (entered === -1) {
        expect(await decisionRow(decision)).toMatchObject({ state: 'stale', outcome: null })
        expect(incident?.phase).toBeNull()
        await recover()
        continue
      }
      // The vote was first: what fires then stops the phase that it entered.
      expect(entered).toBeLessThan(opened)
      expect(await decisionRow(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
      expect(incident?.phase).toBe('alpha')
      return
    }
  })
})

describe('an upload after the last vote', () => {
  it('stops the phase that the vote entered', async () => {
    const other = await testDatabase('2026-11-18T12:00:00.000Z')
    test = other
    alpha = await beforeAlpha(other)
    await alpha.ci()
    const { decision, cast } = await lastVote()
    expect(await queued(test, [cast, leak])).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
    expect(await decisionRow(decision)).toMatchObject({ state: 'decided', outcome: 'approved' })
    expect((await stateOf(test)).phase).toBe('alpha')
    expect(await openIncident()).toMatchObject({ phase: 'alpha', criteria: [{ criterion: 'obligation-leak' }] })
  })
})
