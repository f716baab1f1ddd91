import { beforeAll, describe, expect, it } from 'vitest'
import { type Council, council, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { reviewMinutes } from '@/lib/queries/reviews'
import { digestOf } from '@/lib/register/digest'
import type { PacketDocument } from '@/lib/register/packet'
import { closeReview } from '../review/close'
import { startReview } from '../review/start'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'

const PROGRAM = 'asupersync-browser'

let test: TestDatabase
let people: Council
let owner: Voter

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  await withProgram(test)
  people = await council(test, PROGRAM, ['program-owner'])
  owner = people.voters['program-owner'] as Voter
})

const later = (): void => test.setNow(test.now() + 60_000)

async function board(): Promise<number> {
  later()
  return (await startReview(test.context, owner.actor, { program: PROGRAM, kind: 'weekly', cause: '' })).number
}

async function closed(): Promise<number> {
  const number = await board()
  for (let closing = { closed: false }; !closing.closed; ) {
    later()
    closing = await closeReview(test.context, owner.actor, { program: PROGRAM, number })
  }
  return number
}

const propose = (input: object) =>
  proposeDecision(test.context, owner.actor, { program: PROGRAM, kind: 'minutes', recommendation: 'Sign them.', input })

const shown = (number: number) => reviewMinutes(test.context, owner.actor, PROGRAM, number)

describe('the minutes of a closed board', () => {
  it('are sealed whole with the digest that the board left, and the board’s page leads to the decision', async () => {
    const number = await closed()
    expect((await shown(number)).decision).toBeNull()
    const { number: decision } = await propose({ board: number })
    await sealDecision(test.context, owner.actor, { program: PROGRAM, decision })
    const { bytes } = await test.context.database.prisma.packet.findFirstOrThrow({
      where: { decision: { number: decision } },
    })
    const { minutes } = (JSON.parse(Buffer.from(bytes).toString()) as PacketDocument).sections as {
      minutes: { review: number; digest: string; document: { attendance: unknown; actions: unknown } }
    }
    const { digest, document } = await shown(number)
    expect(minutes).toEqual({ review: number, digest, document })
    expect(digestOf(minutes.document as never)).toBe(digest)
    expect((await shown(number)).decision).toEqual({ number: decision, state: 'sealed', outcome: null })
    later()
    await vote(test, owner, { program: PROGRAM, decision })
    expect((await shown(number)).decision).toEqual({ number: decision, state: 'decided', outcome: 'approved' })
  })

  it('are refused while the board sits, where there is none, and beside other words', async () => {
    const sitting = await board()
    for (const input of [{ board: sitting }, { board: 99 }]) {
      await expect(propose(input)).rejects.toMatchObject({ faults: [{ path: 'input.board', code: 'no_minutes' }] })
    }
    await expect(propose({ board: sitting, text: 'Other words.' })).rejects.toMatchObject({
      faults: [{ path: 'input.text', code: 'excess' }],
    })
    const nothing = await propose({ board: null, review: null, text: null }).catch((error: unknown) => error)
    expect((nothing as { faults: { path: string }[] }).faults.map(({ path }) => path)).toEqual([
      'input.review',
      'input.text',
    ])
  })
})
