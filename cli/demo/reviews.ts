import { randomUUID } from 'node:crypto'
import { riskFact } from '@/lib/db/risk-facts'
import { programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { DAY, type Instant } from '@/lib/domain/instant'
import type { AgendaSubject, ReviewKind } from '@/lib/domain/review/agenda'
import { dayOf } from '@/lib/domain/review/schedule'
import { attendReview } from '@/lib/verbs/review/attend'
import { closeReview } from '@/lib/verbs/review/close'
import { recordOutcome, type Said } from '@/lib/verbs/review/record-outcome'
import { startReview } from '@/lib/verbs/review/start'
import { stepReview } from '@/lib/verbs/review/step'

/** Where the demo's boards meet. */
interface Hall {
  context: Context
  setNow: (now: Instant) => void
  program: string
  /** IANA time zone. */
  zone: string
  /** Subject → user id. */
  users: ReadonlyMap<string, string>
}

/** Boards by how many days ago they were held: the next ones are due in two days. */
const held: Record<number, ReviewKind> = { 19: 'weekly', 12: 'sweep', 5: 'weekly' }

/** In days of the program's calendar. */
const daysAgo = (zone: string, at: Instant, now: Instant): number =>
  Math.round((Date.parse(dayOf(zone, now)) - Date.parse(dayOf(zone, at))) / DAY)

const MINUTE = 60_000

const actor = (user: string) => ({ kind: 'user', user }) as const

/** Holds the board of this day, if one was held: about twenty made-up minutes, through the verbs. Answers with its number. */
export async function holdBoard(hall: Hall, at: Instant, now: Instant): Promise<number | null> {
  const { context, program, setNow, users, zone } = hall
  const kind = held[daysAgo(zone, at, now)]
  if (kind === undefined) return null
  const lead = users.get('program-owner') ?? ''
  let clock = at
  const tick = (minutes: number): void => {
    clock += minutes * MINUTE
    setNow(clock)
  }
  setNow(clock)
  const { number } = await startReview(context, actor(lead), { program, kind, cause: '' })
  for (const subject of ['reliability-lead', 'security-lead', 'runtime-backend-owner', 'quality-owner']) {
    const user = users.get(subject)
    if (user !== undefined) await attendReview(context, actor(lead), { program, number, user, present: true })
  }
  const items = await context.database.prisma.reviewItem.findMany({
    where: { review: { number, program: { slug: program } } },
    orderBy: { ordinal: 'asc' },
  })
  for (const { ordinal, subject, key, reasons } of items) {
    tick(1)
    await stepReview(context, actor(lead), { program, number, item: ordinal })
    for (const said of await words(hall, { subject, key, reasons }, kind, clock)) {
      await recordOutcome(context, actor(lead), { program, number, item: ordinal, key: randomUUID(), said })
    }
  }
  tick(1)
  const closing = await closeReview(context, actor(lead), { program, number })
  if (!closing.closed) throw new Error('a board of the demo did not close')
  return number
}

interface Item {
  subject: AgendaSubject
  key: string
  reasons: string[]
}

const confirmed: Record<string, string> = {
  'RISK-TECH-01': 'The ownership oracle has been quiet since the last board.',
  'RISK-TECH-02': 'The replay pack grew by two scenarios.',
  'RISK-TECH-04': 'The corpus is pinned; drift would show in the nightly run.',
  'RISK-PROD-01': 'Scope lock holds; two additions were deferred.',
  'RISK-OPS-01': 'The artifact contract is checked on every gated run.',
}

/** What the board says of an item. */
async function words(
  { context, program, zone, users }: Hall,
  item: Item,
  kind: ReviewKind,
  now: Instant,
): Promise<Said[]> {
  if (item.subject === 'action') {
    const later = dayOf(zone, now + 8 * DAY)
    return kind === 'sweep'
      ? [{ type: 'follow_up', result: 'postponed', due: later, note: 'Waits for the vendor to answer' }]
      : [{ type: 'follow_up', result: 'done', due: '', note: 'Seen by the board' }]
  }
  if (item.subject !== 'risk') return [{ type: 'confirm', version: null, note: 'Noted; its owner reports next week.' }]
  const state = await programState(context.database, context.database.pool, program)
  const risk = state === null ? null : await riskFact(context.database.pool, state.id, item.key)
  if (risk === null) throw new Error(`the demo has no ${item.key}`)
  const reviewed: Said = { type: 'confirm', version: risk.version, note: confirmed[item.key] ?? '' }
  if (item.key === 'RISK-OPS-02' && kind === 'sweep' && risk.state !== 'closed' && risk.score !== 16) {
    const reason = 'Two flaky suites were muted without a ticket.'
    return [{ type: 'rescore', version: risk.version, likelihood: 4, impact: 4, reason }]
  }
  if (item.key === 'RISK-SUP-02' && kind === 'weekly') {
    const user = users.get('release-reliability-owner') ?? ''
    const due = dayOf(zone, now + 9 * DAY)
    return [reviewed, { type: 'action', title: 'Name an owner for third-party updates', user, due }]
  }
  if (item.reasons.some((reason) => reason.startsWith('unowned')) && kind === 'weekly') {
    return [reviewed, { type: 'escalate', role: 'program-owner', reason: 'Nobody owns it yet.' }]
  }
  return [reviewed]
}
