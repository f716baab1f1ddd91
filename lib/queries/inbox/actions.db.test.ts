import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { person } from '@/e2e/harness/people'
import { PROGRAM, type RegisterTest, registerTest } from '@/e2e/harness/risks'
import type { UserActor } from '@/lib/auth/actor'
import { DAY, iso } from '@/lib/domain/instant'
import { closeReview } from '@/lib/verbs/review/close'
import { followUpAction } from '@/lib/verbs/review/follow-up'
import { recordOutcome } from '@/lib/verbs/review/record-outcome'
import { startReview } from '@/lib/verbs/review/start'
import { inbox, inboxCount, type InboxItemDto } from '../inbox'

let register: RegisterTest
let context: RegisterTest['test']['context']
let ada: UserActor
let risk = { key: '', item: 0 }

beforeAll(async () => {
  register = await registerTest()
  context = register.test.context
  ada = await person(register.test, 'Ada Lovelace')
  await startReview(context, register.owner, { program: PROGRAM, kind: 'weekly', cause: '' })
  const first = { where: { subject: 'risk' as const }, orderBy: { ordinal: 'asc' as const } }
  const { key, ordinal } = await context.database.prisma.reviewItem.findFirstOrThrow(first)
  risk = { key, item: ordinal }
  await give(ada, 'Write the parity test', '2026-11-20')
  await give(register.owner, 'Ask the vendor', '2026-12-01')
})

const give = (to: UserActor, title: string, due: string): Promise<unknown> =>
  recordOutcome(context, register.owner, {
    program: PROGRAM,
    number: 1,
    item: risk.item,
    key: randomUUID(),
    said: { type: 'action', title, user: to.user, due },
  })

const actionsOf = async (actor: UserActor): Promise<InboxItemDto[]> =>
  (await inbox(context, actor, PROGRAM)).items.filter(({ kind }) => kind === 'action')

describe('an open action of a board', () => {
  it('waits for whoever owes it and for nobody else, with its risk, its review and the end of its day', async () => {
    const [item, ...others] = await actionsOf(ada)
    expect(others).toEqual([])
    expect(item).toMatchObject({
      title: 'Action 1: Write the parity test',
      href: `/${PROGRAM}/reviews#action-1`,
      about: [
        { text: risk.key, href: `/${PROGRAM}/risks/${risk.key}` },
        { text: 'review 1', href: `/${PROGRAM}/reviews/1` },
      ],
      // Where 20 November has ended in New York.
      due: '2026-11-21T05:00:00.000Z',
    })
    expect((await actionsOf(register.owner)).map(({ title }) => title)).toEqual(['Action 2: Ask the vendor'])
    const rights = { roles: new Set<string>(), administrator: false, active: true }
    expect(await inboxCount(context, register.state, { user: ada.user, rights })).toBe(1)
  })

  it('leads to the minutes once its review is closed, and stays when its day has passed', async () => {
    await closeReview(context, register.owner, { program: PROGRAM, number: 1 })
    register.pass(5 * DAY)
    const [item] = await actionsOf(ada)
    expect(item?.about[1]).toEqual({ text: 'review 1', href: `/${PROGRAM}/reviews/1/minutes` })
    expect(item?.due !== null && item?.due !== undefined && item.due < iso(register.test.now())).toBe(true)
  })

  it('takes its new day along when it is moved, and waits no more once it is done', async () => {
    const said = { program: PROGRAM, action: 1, note: 'The rig is busy.' }
    await followUpAction(context, ada, { ...said, result: 'postponed', due: '2026-12-24' })
    expect((await actionsOf(ada)).map(({ due }) => due)).toEqual(['2026-12-25T05:00:00.000Z'])
    await followUpAction(context, ada, { ...said, result: 'done', due: '' })
    expect(await actionsOf(ada)).toEqual([])
  })
})
