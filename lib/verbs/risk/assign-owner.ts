import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { z } from 'zod'
import { type ChangedRisk, changeRisk, type RiskInput, type RiskTransaction } from './change-risk'
import { checked, field, requireActive } from './input'
import { writeRiskEvent } from './write-event'

export interface Assignment {
  /** Id of an active person; null: nobody. */
  owner: string | null
}

const schema = z.object({ owner: field.user.nullable() })

/** Gives a risk to a named person, or takes it from them. Needs `manage_risk`. */
export function assignOwner(context: Context, actor: UserActor, input: RiskInput & Assignment): Promise<ChangedRisk> {
  return changeRisk(context, actor, input, 'manage_risk', (at) => assign(at, input))
}

/** The same in the caller's transaction; null where the person owns it already. */
export async function assign(at: RiskTransaction, input: Assignment): Promise<EntryDraft | null> {
  const { owner } = checked(schema, input)
  const { risk, tx } = at
  if (
    owner === (risk.owner ?? risk.formerOwner)?.user ||
    (owner === null && risk.owner === null && risk.formerOwner === null)
  )
    return null
  if (owner !== null) await requireActive(tx.prisma, owner, 'owner')
  return writeRiskEvent(at, 'assigned', { ownerId: owner })
}
