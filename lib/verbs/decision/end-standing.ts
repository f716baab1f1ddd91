import { type UserActor, actorId } from '@/lib/auth/actor'
import { stampBoard } from '@/lib/db/board'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { permitAct } from '../permit'
import { notFound, Refusal } from '../refusal'
import { checked, field } from './fields'
import { inProgram } from './in-decision'

export interface EndInput {
  program: string
  id: number
  reason: string
}

/** Ends a waiver before it expires: what it covered counts again at once. By whoever may propose decisions. */
export const endWaiver = (context: Context, actor: UserActor, input: EndInput): Promise<void> =>
  endStanding(context, actor, input, 'waiver', (waiver, reasonDigest) => ({
    type: 'waiver.ended',
    payload: { waiver, reasonDigest },
  }))

/** Ends a remediation plan: its metric stands without one. By whoever may propose decisions. */
export const endPlan = (context: Context, actor: UserActor, input: EndInput): Promise<void> =>
  endStanding(context, actor, input, 'remediation_plan', (plan, reasonDigest) => ({
    type: 'plan.ended',
    payload: { plan, reasonDigest },
  }))

/** Ends a parity debt: its surface stands without proof and without debt. By whoever may propose decisions. */
export const endDebt = (context: Context, actor: UserActor, input: EndInput): Promise<void> =>
  endStanding(context, actor, input, 'parity_debt', (debt, reasonDigest) => ({
    type: 'parity_debt.ended',
    payload: { debt, reasonDigest },
  }))

const words = { waiver: 'waiver', remediation_plan: 'plan', parity_debt: 'debt' }

const untils = { waiver: 'expires_at', remediation_plan: 'due_at', parity_debt: 'expires_at' }

/**
 * Ending early only makes things stricter, so it needs the right and no decision. What has run out by itself is not
 * ended any more; a plan past its date is, since it asks its owner for something until it ends.
 */
async function endStanding(
  context: Context,
  actor: UserActor,
  input: EndInput,
  table: keyof typeof words,
  entry: (id: number, reasonDigest: string) => EntryDraft,
): Promise<void> {
  const reason = checked(field.text, input.reason, 'reason')
  await inProgram<undefined>(context, actor, input.program, async (tx, state) => {
    await permitAct(tx.client, actor, state, 'propose_decision')
    const { rows } = await tx.client.query<{ ended_at: Date | null; until: Date }>(
      `SELECT ended_at, ${untils[table]} AS until FROM ${table} WHERE id = $1 AND program_id = $2 FOR UPDATE`,
      [input.id, state.id],
    )
    const [row] = rows
    if (row === undefined) throw notFound(words[table])
    if (row.ended_at !== null) throw new Refusal('conflict', 'ended', `This ${words[table]} has ended already.`)
    if (row.until.getTime() <= tx.now && table !== 'remediation_plan') {
      const message = `This ${words[table]} ran out at ${iso(row.until.getTime())}: there is nothing left to end.`
      throw new Refusal('conflict', 'over', message)
    }
    await tx.client.query(`UPDATE ${table} SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1`, [
      input.id,
      new Date(tx.now),
      actorId(actor),
      reason,
    ])
    if (table === 'waiver') await stampBoard(tx.client, state.id)
    return { result: undefined, entries: [entry(input.id, sha256(reason).toString('hex'))] }
  })
}
