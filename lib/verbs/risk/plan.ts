import type { MilestoneFact, MitigationFact, RiskFact } from '@/lib/db/risk-facts'
import { notFound, Refusal } from '../refusal'
import { refuseClosed, type RiskTransaction } from './change-risk'

/** Whether a mitigation's verification counts: one from before the last trigger proves nothing any more. */
const isVerified = ({ verifiedAt }: MitigationFact, { lastTriggerAt, lastOccurrenceAt }: RiskFact): boolean =>
  verifiedAt !== null && verifiedAt > Math.max(lastTriggerAt ?? -Infinity, lastOccurrenceAt ?? -Infinity)

/** A mitigation of the locked risk that can still be worked on; else a refusal. */
export function openMitigation(at: RiskTransaction, id: number): MitigationFact {
  refuseClosed(at)
  const found = at.risk.mitigations.find((one) => one.id === id)
  if (found === undefined) throw notFound('mitigation')
  if (found.withdrawnAt !== null) throw new Refusal('conflict', 'withdrawn', `"${found.title}" has been withdrawn.`)
  if (isVerified(found, at.risk)) {
    throw new Refusal('conflict', 'verified', `"${found.title}" is verified. Add a mitigation for what is still to do.`)
  }
  return found
}

/** A milestone of the locked risk that is still to be reached; else a refusal. */
export function openMilestone(at: RiskTransaction, id: number): MilestoneFact {
  const owner = at.risk.mitigations.find(({ milestones }) => milestones.some((one) => one.id === id))
  if (owner === undefined) throw notFound('milestone')
  const found = openMitigation(at, owner.id).milestones.find((one) => one.id === id)
  if (found === undefined) throw notFound('milestone')
  if (found.doneAt !== null) throw new Refusal('conflict', 'done', `"${found.title}" is done.`)
  return found
}
