import { z } from 'zod'
import { actorId, type UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { stateWords } from '@/lib/domain/risk/event-words'
import { Refusal } from '../refusal'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field } from './input'
import { writeRiskEvent } from './write-event'

export interface ClosureProof {
  /** A pointer. */
  evidence: string
  note: string
}

const schema = z.object({ evidence: field.evidence, note: field.text })

/** Records evidence that a risk in Watch meets its closure criteria. It does not close it. Needs `manage_risk`. */
export async function evidenceClosure(
  context: Context,
  actor: UserActor,
  input: RiskInput & ClosureProof,
): Promise<ChangedRisk> {
  const proof = checked(schema, input)
  return changeRisk(context, actor, input, 'manage_risk', async (at) => {
    const { risk, tx } = at
    if (risk.state !== 'watch') {
      const now = `${risk.key} is ${stateWords[risk.state]}: closure is evidenced in Watch.`
      throw new Refusal('conflict', 'not_in_watch', now)
    }
    await tx.prisma.closureEvidence.create({
      data: { ...proof, riskId: risk.id, by: actorId(actor), at: new Date(tx.now) },
    })
    return writeRiskEvent(at, 'closure_evidenced', {}, { ...proof })
  })
}
