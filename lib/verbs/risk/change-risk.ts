import type { Actor } from '@/lib/auth/actor'
import type { Act } from '@/lib/auth/rights'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { type RiskFact, riskFact } from '@/lib/db/risk-facts'
import { type Context, lockRows, type Transaction, transact } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { permitAct } from '../permit'
import { notFound, Refusal } from '../refusal'
import { refuseChanged } from './refuse-changed'

/** Which risk, and its version as the writer saw it. */
export interface RiskInput {
  /** The program's slug. */
  program: string
  /** The risk's key. */
  risk: string
  version: number
}

/** A risk after a change. */
export interface ChangedRisk {
  risk: string
  version: number
}

/** A risk locked for a change: `risk` is how it stands under the lock, `tx.now` is read under it. */
export interface RiskTransaction {
  tx: Transaction
  actor: Actor
  state: ProgramState
  risk: RiskFact
}

/** What one change says to the register; null where nothing had to change. */
export type RiskStep = (at: RiskTransaction) => Promise<EntryDraft | null>

/**
 * Changes one risk in a transaction of its own: the right, the row's lock, the version the writer saw, then `step`.
 * Refuses with 409 `changed` where someone came first, telling what they did.
 */
export async function changeRisk(
  context: Context,
  actor: Actor,
  input: Omit<RiskInput, 'version'> & { version: number | null },
  act: Act,
  step: RiskStep,
): Promise<ChangedRisk> {
  const { database } = context
  const known = await programState(database, database.pool, input.program)
  if (known === null) throw notFound('program')
  return transact<ChangedRisk>(context, { actor, program: known, lock: 'shared' }, async (tx) => {
    const state = await programState(database, tx.client, input.program)
    if (state === null) throw notFound('program')
    await permitAct(tx.client, actor, state, act)
    const at = await lockRisk(tx, actor, state, input.risk, input.version)
    const entry = await step(at)
    if (entry === null) return { result: { risk: at.risk.key, version: at.risk.version }, unchanged: true }
    return { result: { risk: at.risk.key, version: at.risk.version + 1 }, entries: [entry] }
  })
}

/**
 * Locks a risk's row for the caller's transaction, which holds the program's lock, and reads it. `version` is the one
 * the writer saw; null where it does not matter what happened since.
 */
export async function lockRisk(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  key: string,
  version: number | null,
): Promise<RiskTransaction> {
  const text = 'SELECT id FROM risk WHERE program_id = $1 AND key = $2 FOR UPDATE'
  const locked = await lockRows(tx, { text, values: [state.id, key] })
  const risk = await riskFact(tx.client, state.id, key)
  if (risk === null) throw notFound('risk')
  if (version !== null && version !== risk.version) await refuseChanged(tx.client, state, risk, version)
  return { tx: locked.tx, actor, state, risk }
}

/** A closed risk has no plan and no score to work on: a trigger opens it again. */
export function refuseClosed({ risk }: RiskTransaction): void {
  if (risk.state !== 'closed') return
  throw new Refusal('conflict', 'closed', `${risk.key} is closed. A trigger event opens it again.`)
}
