import { type UserActor, actorId } from '@/lib/auth/actor'
import type { Act } from '@/lib/auth/rights'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { Context, Transaction } from '@/lib/db/transact'
import { isReview, type Outcome, outcomeWords } from '@/lib/domain/review/outcome'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { invalid, notFound, Refusal } from '../refusal'
import { addAction } from './add-action'
import { type FollowUp, followUp } from './follow-up'
import { applyToRisk, markReviewed, type RiskSaid } from './risk-outcome'
import { type ReviewAddress, type ReviewRow, withinReview } from './within'

/** What the board says of an item. */
export type Said =
  | RiskSaid
  | { type: 'confirm'; version: number | null; note: string }
  | { type: 'action'; title: string; user: string; due: string }
  | { type: 'escalate'; role: string; reason: string }
  | ({ type: 'follow_up' } & FollowUp)
  | { type: 'note'; note: string }

export interface OutcomeInput extends ReviewAddress {
  /** Ordinal of the item. */
  item: number
  /** UUID made where it was typed: the same one stores once, however often it is sent. */
  key: string
  said: Said
}

export interface RecordedOutcome {
  id: number
  outcome: Outcome
}

const riskActs = ['manage_risk'] as const
const boardActs = ['run_review', 'manage_risk'] as const

/** What changes a risk needs the right to change risks, in the meeting as anywhere. */
const actsFor = ({ type }: Said): readonly [Act, ...Act[]] =>
  type === 'rescore' || type === 'transition' || type === 'assign' ? riskActs : boardActs

/**
 * Records what the board said of an item, and does it, in one transaction: re-scores, moves, assigns, adds an action,
 * follows one up. Saying it twice with one key stores it once and answers alike. A risk that is spoken of counts as
 * reviewed, unless by a remark or an action alone.
 */
export async function recordOutcome(context: Context, actor: UserActor, input: OutcomeInput): Promise<RecordedOutcome> {
  const before = await storedBefore(context, input)
  if (before !== null) return before
  return withinReview<RecordedOutcome>(context, actor, input, actsFor(input.said), async (tx, state, review) => {
    const known = await storedUnder(tx, review, input)
    if (known !== null) return { result: known, unchanged: true }
    const item = await tx.prisma.reviewItem.findUnique({
      where: { reviewId_ordinal: { reviewId: review.id, ordinal: input.item } },
    })
    if (item === null) throw notFound('item')
    const { said } = input
    const stored: { id: number; outcome: Outcome }[] = []
    const remember = async (outcome: Outcome): Promise<number> => {
      const id = await storeOutcome(tx, actor, review, item.id, input.key, outcome)
      stored.push({ id, outcome })
      return id
    }
    const done = await effect(tx, actor, state, { review, item }, said, remember)
    const [result] = stored
    if (result === undefined) throw new Error('an outcome was not stored')
    const looked =
      item.subject === 'risk' && isReview(said.type)
        ? await markReviewed(tx, actor, state, item.key, seenVersion(said), outcomeWords(result.outcome))
        : []
    return {
      result,
      entries: [
        {
          type: 'review.outcome_recorded',
          payload: {
            review: review.number,
            item: input.item,
            outcome: result.id,
            kind: said.type,
            digest: sha256(bodyOf(result.outcome)).toString('hex'),
          },
        },
        ...done,
        ...looked,
      ],
    }
  })
}

/** For what does not change the risk itself, the version that was looked at; what it changed is looked at as it is. */
const seenVersion = (said: Said): number | null => (said.type === 'confirm' ? said.version : null)

interface ItemRow {
  id: number
  subject: string
  key: string
}

async function effect(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  { review, item }: { review: ReviewRow; item: ItemRow },
  said: Said,
  remember: (outcome: Outcome) => Promise<number>,
): Promise<EntryDraft[]> {
  switch (said.type) {
    case 'rescore':
    case 'transition':
    case 'assign': {
      if (item.subject !== 'risk') throw wrongItem('risk')
      const { outcome, entries } = await applyToRisk(tx, actor, state, item.key, said)
      await remember(outcome)
      return entries
    }
    case 'confirm':
      await remember({ type: 'confirm', note: checkedText(said.note, 'note', false) })
      return []
    case 'note':
      await remember({ type: 'note', note: checkedText(said.note, 'note', true) })
      return []
    case 'escalate': {
      const role = state.revision.compiled.program.roles.find(({ id }) => id === said.role)
      const reason = checkedText(said.reason, 'reason', true)
      if (role === undefined) throw invalid([{ path: 'role', code: 'unknown_role', message: 'Choose a role.' }])
      await remember({ type: 'escalate', role: role.id, title: role.title, reason })
      return []
    }
    case 'action':
      return [await addAction(tx, actor, state, review, said, remember)]
    case 'follow_up': {
      if (item.subject !== 'action') throw wrongItem('action')
      return [await followUp(tx, actor, state, Number(item.key), said, remember)]
    }
  }
}

const wrongItem = (what: string): Refusal =>
  new Refusal('refused', 'wrong_item', `This can be said of ${what === 'action' ? 'an action' : 'a risk'} alone.`)

function checkedText(text: string, path: string, needed: boolean): string {
  const trimmed = text.trim()
  if (needed && trimmed === '') throw invalid([{ path, code: 'missing', message: 'Say it in a few words.' }])
  if (trimmed.length > 2_000) throw invalid([{ path, code: 'long', message: 'Say it in 2,000 characters.' }])
  return trimmed
}

const bodyOf = (outcome: Outcome): string => canonicalJson({ ...outcome } as unknown as Json)

async function storeOutcome(
  { prisma, now }: Transaction,
  actor: UserActor,
  review: ReviewRow,
  itemId: number,
  key: string,
  outcome: Outcome,
): Promise<number> {
  const { id } = await prisma.reviewOutcome.create({
    data: {
      reviewId: review.id,
      itemId,
      type: outcome.type,
      body: bodyOf(outcome),
      key,
      at: new Date(now),
      by: actorId(actor),
    },
    select: { id: true },
  })
  return id
}

/** What this key stored before, also in a review that has been closed since: a repeated sending is no new outcome. */
async function storedBefore(context: Context, input: OutcomeInput): Promise<RecordedOutcome | null> {
  const { prisma, pool } = context.database
  const state = await programState(context.database, pool, input.program)
  if (state === null) throw notFound('program')
  const row = await prisma.reviewOutcome.findFirst({
    where: { key: input.key, review: { programId: state.id, number: input.number } },
    include: { item: { select: { ordinal: true } } },
  })
  return row === null ? null : sameOutcome(row, input)
}

async function storedUnder(
  { prisma }: Transaction,
  review: ReviewRow,
  input: OutcomeInput,
): Promise<RecordedOutcome | null> {
  const row = await prisma.reviewOutcome.findUnique({
    where: { reviewId_key: { reviewId: review.id, key: input.key } },
    include: { item: { select: { ordinal: true } } },
  })
  return row === null ? null : sameOutcome(row, input)
}

function sameOutcome(
  row: { id: number; type: string; body: string; item: { ordinal: number } },
  { item, said }: OutcomeInput,
): RecordedOutcome {
  if (row.type !== said.type || row.item.ordinal !== item) {
    throw new Refusal('conflict', 'key_reused', 'This key has recorded another outcome before.')
  }
  return { id: row.id, outcome: JSON.parse(row.body) as Outcome }
}
