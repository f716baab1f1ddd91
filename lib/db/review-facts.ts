import type { Instant } from '@/lib/domain/instant'
import type { AgendaSubject, ReviewKind, ShownFacts } from '@/lib/domain/review/agenda'
import { differences, type RiskDifference, type RiskHistory } from '@/lib/domain/review/changes'
import type { MinutesAction, Named } from '@/lib/domain/review/minutes'
import type { Outcome } from '@/lib/domain/review/outcome'
import type { RiskEvent } from '@/lib/domain/risk/event'
import type { Json } from '@/lib/register/canonical'
import { type Queryable, ms } from './query'

export interface StoredItem {
  ordinal: number
  subject: AgendaSubject
  key: string
  title: string
  reasons: string[]
  facts: ShownFacts
  addedAt: Instant
}

/** The agenda of a review as it was drawn up, with what arose since. */
export async function reviewItems(db: Queryable, review: number): Promise<StoredItem[]> {
  const { rows } = await db.query<StoredItem>({
    name: 'review_items',
    text: `SELECT ordinal, subject, key, title, reasons, facts, ${ms('added_at')} AS "addedAt"
           FROM review_item WHERE review_id = $1 ORDER BY ordinal`,
    values: [review],
  })
  return rows
}

export interface StoredOutcome {
  item: number
  /** The key that it was sent with. */
  key: string
  outcome: Outcome
  at: Instant
  by: Named
}

/** What was said in a review, in its order. */
export async function reviewOutcomes(db: Queryable, review: number): Promise<StoredOutcome[]> {
  const { rows } = await db.query<{
    item: number
    key: string
    body: string
    at: number
    by: string
    name: string | null
  }>({
    name: 'review_outcomes',
    text: `SELECT i.ordinal AS item, o.key, o.body, ${ms('o.at')} AS at, o.by, u.name
           FROM review_outcome o JOIN review_item i ON i.id = o.item_id
             LEFT JOIN user_account u ON o.by = 'user:' || u.id
           WHERE o.review_id = $1 ORDER BY o.id`,
    values: [review],
  })
  return rows.map(({ item, key, body, at, by, name }) => ({
    item,
    key,
    outcome: JSON.parse(body) as Outcome,
    at,
    by: { id: by, name: name ?? by },
  }))
}

export interface StoredAttendance {
  user: string
  name: string
  /** Ids of the roles that they hold now. */
  roles: string[]
  /** When they first came. */
  from: Instant
  /** When they left; null for whoever is there. */
  until: Instant | null
}

/** Who was in a review, by name. Someone noted by mistake and taken back before saying anything was there all the same. */
export async function reviewAttendance(db: Queryable, program: number, review: number): Promise<StoredAttendance[]> {
  const { rows } = await db.query<StoredAttendance>({
    name: 'review_attendance',
    text: `SELECT u.id AS user, u.name, ${ms('min(a.at) FILTER (WHERE a.present)')} AS from,
             CASE WHEN (array_agg(a.present ORDER BY a.id DESC))[1] THEN NULL
               ELSE ${ms('(array_agg(a.at ORDER BY a.id DESC))[1]')} END AS until,
             ARRAY(SELECT r.role FROM role_assignment r
               WHERE r.program_id = $1 AND r.user_id = u.id AND r.ended_at IS NULL ORDER BY r.role) AS roles
           FROM review_attendance a JOIN user_account u ON u.id = a.user_id
           WHERE a.review_id = $2 GROUP BY u.id, u.name ORDER BY u.name, u.id`,
    values: [program, review],
  })
  return rows
}

/** The review of a program that was closed last before an instant. */
export async function reviewBefore(
  db: Queryable,
  program: number,
  before: Instant,
): Promise<{ number: number; kind: ReviewKind; closedAt: Instant } | null> {
  const { rows } = await db.query<{ number: number; kind: ReviewKind; closedAt: Instant }>({
    name: 'review_before',
    text: `SELECT number, kind, ${ms('closed_at')} AS "closedAt" FROM review
           WHERE program_id = $1 AND closed_at <= $2 ORDER BY closed_at DESC, id DESC LIMIT 1`,
    values: [program, new Date(before)],
  })
  return rows[0] ?? null
}

interface EventRow {
  key: string
  title: string
  version: number
  type: RiskEvent['type']
  at: Instant
  body: { set: RiskEvent['set'] }
}

/** What changed in a program's risks after `since`, up to `until`. */
export async function riskDifferences(
  db: Queryable,
  program: number,
  since: Instant,
  until: Instant,
): Promise<RiskDifference[]> {
  const { rows } = await db.query<EventRow>({
    name: 'risk_events_until',
    text: `SELECT r.key, r.title, e.version, e.type, ${ms('e.at')} AS at, e.body
           FROM risk_event e JOIN risk r ON r.id = e.risk_id
           WHERE r.program_id = $1 AND e.at <= $2 ORDER BY r.key, e.version`,
    values: [program, new Date(until)],
  })
  const histories = new Map<string, RiskHistory & { events: RiskHistory['events'][number][] }>()
  for (const { key, title, version, type, at, body } of rows) {
    const history = histories.get(key) ?? { key, title, events: [] }
    history.events.push({ version, type, at, set: body.set })
    histories.set(key, history)
  }
  return differences([...histories.values()], since, until)
}

/** Every open action of a program, by its number. */
export async function openActionsOf(db: Queryable, program: number): Promise<MinutesAction[]> {
  const { rows } = await db.query<MinutesAction>({
    name: 'actions_open',
    text: `SELECT a.number, a.title, u.name AS owner, a.due::text AS due
           FROM review_action a JOIN user_account u ON u.id = a.owner_id
           WHERE a.program_id = $1 AND a.state = 'open' ORDER BY a.number`,
    values: [program],
  })
  return rows
}

/** Everyone's name, by user id. */
export async function namesById(db: Queryable): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; name: string }>('SELECT id, name FROM user_account')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The minutes that a closed review left; null where there is none, or it is open. */
export async function storedMinutes(
  db: Queryable,
  program: number,
  review: number,
): Promise<{ kind: ReviewKind; digest: string; document: Json } | null> {
  const { rows } = await db.query<{ kind: ReviewKind; digest: string; canonical: Buffer }>({
    name: 'stored_minutes',
    text: `SELECT r.kind, encode(m.digest, 'hex') AS digest, m.canonical
           FROM review_minutes m JOIN review r ON r.id = m.review_id WHERE r.program_id = $1 AND r.number = $2`,
    values: [program, review],
  })
  const [row] = rows
  if (row === undefined) return null
  const { kind, digest, canonical } = row
  return { kind, digest, document: JSON.parse(canonical.toString()) as Json }
}
