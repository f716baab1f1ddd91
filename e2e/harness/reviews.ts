import { randomUUID } from 'node:crypto'
import { type TestDatabase, testDatabase, withProgram } from './database'
import { administrator, person } from './people'
import type { UserActor } from '@/lib/auth/actor'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import { HOUR } from '@/lib/domain/instant'
import type { ReviewKind } from '@/lib/domain/review/agenda'
import type { MinutesDocument } from '@/lib/domain/review/minutes'
import type { ReviewItem } from '@/lib/db/generated/client'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { closeReview, type Closing } from '@/lib/verbs/review/close'
import { recordOutcome, type RecordedOutcome, type Said } from '@/lib/verbs/review/record-outcome'
import { startReview } from '@/lib/verbs/review/start'

export const PROGRAM = 'asupersync-browser'
const NOW = '2026-11-18T15:00:00.000Z'

/** The bundled program with people for a board: the lead runs reviews, the owner manages risks alone, the viewer neither. */
export interface ReviewTest {
  test: TestDatabase
  admin: UserActor
  lead: UserActor
  owner: UserActor
  viewer: UserActor
  start: (kind?: ReviewKind, actor?: UserActor, cause?: string) => Promise<{ number: number }>
  say: (number: number, item: number, said: Said, actor?: UserActor, key?: string) => Promise<RecordedOutcome>
  close: (number: number, actor?: UserActor) => Promise<Closing>
  /** Closes it, whatever came up meanwhile. */
  closed: (number: number) => Promise<string>
  /** Closes whatever is open, and lets an hour pass. */
  adjourn: () => Promise<void>
  items: (number: number) => Promise<ReviewItem[]>
  itemOf: (number: number, key: string) => Promise<number>
  risk: (key: string) => Promise<RiskFact>
  minutes: (number: number) => Promise<{ text: string; digest: string; document: MinutesDocument }>
}

export async function reviewTest(): Promise<ReviewTest> {
  const test = await testDatabase(NOW)
  await withProgram(test)
  const { context } = test
  const { prisma, pool } = context.database
  const admin = await administrator(test, 'Admin')
  const lead = await person(test, 'Lena Lead')
  const owner = await person(test, 'Otto Owner')
  const viewer = await person(test, 'Vera Viewer')
  await grantRole(context, admin, { program: PROGRAM, user: lead.user, role: 'reliability-lead' })
  await grantRole(context, admin, { program: PROGRAM, user: owner.user, role: 'security-owner' })
  const close: ReviewTest['close'] = (number, actor = lead) => closeReview(context, actor, { program: PROGRAM, number })
  const closed: ReviewTest['closed'] = async (number) => {
    const closing = await close(number)
    return closing.closed ? closing.digest : closed(number)
  }
  const items: ReviewTest['items'] = (number) =>
    prisma.reviewItem.findMany({ where: { review: { number } }, orderBy: { ordinal: 'asc' } })
  return {
    test,
    admin,
    lead,
    owner,
    viewer,
    start: (kind = 'weekly', actor = lead, cause = '') =>
      startReview(context, actor, { program: PROGRAM, kind, cause }),
    say: (number, item, said, actor = lead, key = randomUUID()) =>
      recordOutcome(context, actor, { program: PROGRAM, number, item, key, said }),
    close,
    closed,
    async adjourn() {
      test.setNow(test.now() + HOUR)
      for (const { number } of await prisma.review.findMany({ where: { state: 'open' } })) await closed(number)
    },
    items,
    itemOf: async (number, key) => (await items(number)).find((item) => item.key === key)?.ordinal ?? -1,
    async risk(key) {
      const { id } = await prisma.program.findUniqueOrThrow({ where: { slug: PROGRAM } })
      const found = (await riskFacts(pool, id)).find((one) => one.key === key)
      if (found === undefined) throw new Error(`no ${key}`)
      return found
    },
    async minutes(number) {
      const row = await prisma.reviewMinutes.findFirstOrThrow({ where: { review: { number } } })
      const text = Buffer.from(row.canonical).toString()
      return { text, digest: Buffer.from(row.digest).toString('hex'), document: JSON.parse(text) as MinutesDocument }
    },
  }
}
