import { type Actor, actorId } from '@/lib/auth/actor'
import { decisionName } from '@/lib/db/decisions'
import type { Transaction } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import type { RiskEventType, RiskFields } from '@/lib/domain/risk/event'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import type { RiskTransaction } from './change-risk'

/** What else there is to tell of an event, beside the fields it sets. */
export type EventDetail = Record<string, Json>

/**
 * The only way to change a risk: its next event, and its row as that event leaves it. Answers with what the register
 * is to hold. One event a risk and transaction.
 */
export async function writeRiskEvent(
  { tx, actor, risk }: Omit<RiskTransaction, 'state'>,
  type: RiskEventType,
  set: Partial<RiskFields>,
  detail: EventDetail = {},
): Promise<EntryDraft> {
  const version = risk.version + 1
  await tx.prisma.risk.update({ where: { id: risk.id }, data: { ...riskRow(set), version } })
  const after = {
    key: risk.key,
    version,
    state: risk.state,
    ownerId: risk.owner?.user ?? risk.formerOwner?.user ?? null,
    likelihood: risk.likelihood,
    impact: risk.impact,
    reviewDueAt: risk.reviewDueAt,
    closedByDecision: risk.closedByDecision,
    ...set,
  }
  return storeEvent(tx, actor, risk.id, after, type, { set: set as Json, ...detail })
}

/** A new risk, Open, with the event that begins it. */
export async function writeNewRisk(
  tx: Transaction,
  actor: Actor,
  program: number,
  key: string,
  fields: RiskFields,
): Promise<EntryDraft> {
  const { id } = await tx.prisma.risk.create({
    data: {
      ...riskRow(fields),
      programId: program,
      key,
      createdBy: actorId(actor),
      createdAt: new Date(tx.now),
      version: 1,
    },
  })
  return storeEvent(tx, actor, id, { ...fields, key, version: 1 }, 'added', { set: fields as unknown as Json })
}

type After = Pick<RiskFields, 'state' | 'ownerId' | 'likelihood' | 'impact' | 'reviewDueAt' | 'closedByDecision'>

async function storeEvent(
  tx: Transaction,
  actor: Actor,
  id: number,
  after: After & { key: string; version: number },
  type: RiskEventType,
  said: Record<string, Json>,
): Promise<EntryDraft> {
  const body = JSON.parse(JSON.stringify(said)) as Record<string, Json>
  const { key, version, state, ownerId, likelihood, impact, reviewDueAt, closedByDecision } = after
  await tx.client.query(
    'INSERT INTO risk_event (risk_id, version, type, at, by, body) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, version, type, new Date(tx.now), actorId(actor), JSON.stringify(body)],
  )
  return {
    type: `risk.${type}`,
    at: tx.now,
    payload: {
      risk: key,
      version,
      state,
      owner: ownerId,
      likelihood,
      impact,
      reviewDueAt: reviewDueAt === null ? null : iso(reviewDueAt),
      decision: closedByDecision === null ? null : await decisionName(tx.client, closedByDecision),
      bodyDigest: sha256(canonicalJson(body)).toString('hex'),
    },
  }
}

type RowOf<Fields> = {
  [Field in keyof Fields]: Field extends 'stateSince'
    ? Date
    : Field extends 'lastTriggerAt' | 'lastReviewedAt' | 'reviewDueAt' | 'droppedAt'
      ? Date | null
      : Field extends 'signals'
        ? object[]
        : Fields[Field]
}

const instants = new Set<string>(['stateSince', 'lastTriggerAt', 'lastReviewedAt', 'reviewDueAt', 'droppedAt'])

/** Fields as the row has them: instants as dates. */
function riskRow<Fields extends Partial<RiskFields>>(fields: Fields): RowOf<Fields> {
  const entries = Object.entries(fields).map(([field, value]): [string, unknown] => [
    field,
    instants.has(field) && typeof value === 'number' ? new Date(value) : value,
  ])
  return Object.fromEntries(entries) as RowOf<Fields>
}
