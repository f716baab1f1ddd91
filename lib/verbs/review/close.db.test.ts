import { beforeEach, describe, expect, it } from 'vitest'
import { PROGRAM, reviewTest } from '@/e2e/harness/reviews'
import { entriesOf } from '@/e2e/harness/people'
import { sha256 } from '@/lib/register/digest'
import { assignOwner } from '../risk/assign-owner'
import { HOUR } from '@/lib/domain/instant'

const hall = await reviewTest()
const { test, owner, start, say, close, closed, itemOf, risk, minutes } = hall

/** No review is open at the start of a test, and time moves on. */
beforeEach(() => hall.adjourn())

describe('closeReview', () => {
  it('stores minutes whose bytes, digest and register entry say the same', async () => {
    const { number } = await start()
    test.setNow(test.now() + HOUR)
    await say(number, 1, { type: 'note', note: 'Zürich → 東京' })
    const entries = await entriesOf(test, () => closed(number))
    const { text, digest, document } = await minutes(number)
    expect(sha256(text).toString('hex')).toBe(digest)
    expect(entries).toMatchObject([{ type: 'review.closed', payload: { review: number, digest, outcomes: 1 } }])
    expect(document.review).toMatchObject({ number, kind: 'weekly', openedBy: { name: 'Lena Lead' } })
    expect(document.items[0]?.outcomes.map((one) => one.words)).toEqual(['Zürich → 東京.'])
  })

  it('says what changed since the review before', async () => {
    const first = await start()
    await closed(first.number)
    test.setNow(test.now() + HOUR)
    const { version } = await risk('RISK-OPS-01')
    await assignOwner(test.context, owner, { program: PROGRAM, risk: 'RISK-OPS-01', version, owner: owner.user })
    const second = await start()
    const item = await itemOf(second.number, 'RISK-OPS-01')
    const now = await risk('RISK-OPS-01')
    await say(second.number, item, {
      type: 'rescore',
      version: now.version,
      likelihood: 4,
      impact: 4,
      reason: 'Broken pointers',
    })
    await closed(second.number)
    const { document } = await minutes(second.number)
    expect(document.previous?.number).toBe(first.number)
    expect(document.changes).toEqual([
      { risk: 'RISK-OPS-01', title: 'CI artifacts', words: ['score 12 → 16', 'owner nobody → Otto Owner'] },
    ])
  })

  it('happens once, and every outcome is either in the minutes or refused', async () => {
    const { number } = await start()
    const outcomes = await Promise.allSettled([
      close(number),
      ...Array.from({ length: 5 }, (_, index) => say(number, 1, { type: 'note', note: `Late ${index}` }, owner)),
      close(number),
    ])
    const closings = [outcomes[0], outcomes.at(-1)]
    expect(closings.map((one) => one?.status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = outcomes.slice(1, -1).filter(({ status }) => status === 'fulfilled')
    expect((await minutes(number)).document.items[0]?.outcomes).toHaveLength(kept.length)
    for (const one of outcomes) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ status: 409, code: 'review_closed' })
    }
  })

  it('is for those who run reviews', async () => {
    const { number } = await start()
    await expect(close(number, owner)).rejects.toMatchObject({ status: 403, code: 'no_right' })
  })
})
