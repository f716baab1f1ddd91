import type { StoredPacket } from '@/lib/db/decisions'
import { dueInstant } from '@/lib/domain/calendar/calendar'
import { decisionId } from '@/lib/domain/decision/kinds'
import type { Count } from '@/lib/domain/decision/standing'
import { iso } from '@/lib/domain/instant'
import type { EntryDraft } from '@/lib/register/entry'
import { statementDigest, type VoteStatement } from '@/lib/register/statement'
import { applyEffect } from './effects/apply'
import { type DecisionTransaction, writeEvent } from './in-decision'

/** What a voter is told. The same statement again is answered by the same. */
export interface VoteAnswer {
  decision: number
  round: number
  state: 'sealed' | 'decided'
  outcome: 'approved' | 'rejected' | null
  /** Roles whose votes are still to come. */
  waitsFor: string[]
  /** SHA-256 of the statement, hex. */
  statement: string
}

/**
 * What the votes come to, stored: waiting, a split that starts its clock, or an outcome with its effect. `store` keeps
 * the vote itself, before the decision's row says that it is over.
 */
export async function decide(
  at: DecisionTransaction,
  packet: StoredPacket,
  before: Count,
  after: Count,
  statements: readonly VoteStatement[],
  store: (answer: VoteAnswer) => Promise<void>,
): Promise<{ answer: VoteAnswer; entries: EntryDraft[] }> {
  const { decision } = at
  const { tally } = after
  const last = statements.at(-1)
  const answer: VoteAnswer = {
    decision: decision.number,
    round: packet.round,
    state: tally.outcome === 'open' ? 'sealed' : 'decided',
    outcome: tally.outcome === 'open' ? null : tally.outcome,
    waitsFor: tally.outcome === 'open' ? tally.waitsFor : [],
    statement: last === undefined ? '' : statementDigest(last),
  }
  await store(answer)
  if (tally.outcome === 'open') {
    return { answer, entries: after.split && !before.split ? [await startDispute(at, packet)] : [] }
  }
  return { answer, entries: await conclude(at, packet, tally.outcome, statements) }
}

/** From the vote that split, the dispute's clock runs (seed 9.4): medium, where nothing more pressing does already. */
async function startDispute(at: DecisionTransaction, packet: StoredPacket): Promise<EntryDraft> {
  const { tx, state, decision } = at
  const { governance, calendar, zone } = state.revision.compiled.program
  const sla = governance.slas.find(({ severity }) => severity === 'medium')
  const due = sla === undefined || decision.sla !== null ? null : dueInstant(calendar, zone, tx.now, sla.due)
  if (due !== null) {
    await tx.client.query(`UPDATE decision SET sla = 'medium', due_at = $2, due_calendar = $3 WHERE id = $1`, [
      decision.id,
      new Date(due),
      calendar.revision,
    ])
  }
  const dueAt = due === null ? null : iso(due)
  await writeEvent(at, 'split', { round: packet.round, dueAt })
  return { type: 'decision.split', payload: { decision: decisionId(decision.number), round: packet.round, dueAt } }
}

async function conclude(
  at: DecisionTransaction,
  packet: StoredPacket,
  outcome: 'approved' | 'rejected',
  statements: readonly VoteStatement[],
): Promise<EntryDraft[]> {
  const { tx, decision } = at
  await tx.client.query(`UPDATE decision SET state = 'decided', outcome = $2, ended_at = $3 WHERE id = $1`, [
    decision.id,
    outcome,
    new Date(tx.now),
  ])
  await writeEvent(at, 'decided', { round: packet.round, outcome })
  const payload = {
    decision: decisionId(decision.number),
    kind: decision.kind,
    round: packet.round,
    packet: packet.sha256,
    outcome,
    judgement: packet.judgement,
    votes: statements.map(statementDigest).sort(),
  }
  const effect = outcome === 'approved' ? await applyEffect(at) : []
  return [{ type: 'decision.decided', payload }, ...effect]
}
