import type { Actor } from '@/lib/auth/actor'
import { type RiskFact, riskFacts } from '@/lib/db/risk-facts'
import type { Transaction } from '@/lib/db/transact'
import { nextReview } from '@/lib/domain/risk/cadence'
import type { Program } from '@/lib/program/schema/program'
import type { EntryDraft } from '@/lib/register/entry'
import { changedFields } from './changed-fields'
import { newRisk } from './new-risk'
import { reviewDue } from './review-due'
import { definedWords } from './words'
import { writeNewRisk, writeRiskEvent } from './write-event'

/**
 * Brings the register in line with a definition that comes into force, in that transaction, under the exclusive lock:
 * new risks are added, those there keep their life and take its words, and those it no longer names stay, marked.
 * Answers with what the register is to hold.
 */
export async function defineRisks(
  tx: Transaction,
  actor: Actor,
  program: { id: number; definition: Program },
): Promise<EntryDraft[]> {
  const { definition } = program
  const known = new Map((await riskFacts(tx.client, program.id)).map((risk) => [risk.key, risk]))
  const entries: EntryDraft[] = []
  for (const defined of definition.risks) {
    const risk = known.get(defined.id)
    known.delete(defined.id)
    const words = definedWords(defined)
    if (risk === undefined) {
      const due = nextReview(words.review, definition.zone, tx.now)
      const fields = newRisk(words, defined, 'definition', tx.now, due)
      entries.push(await writeNewRisk(tx, actor, program.id, defined.id, fields))
      continue
    }
    const reviewDueAt = reviewDue(risk, words.review, definition.zone)
    const changed = changedFields(risk, { ...words, origin: 'definition', droppedAt: null, reviewDueAt })
    if (Object.keys(changed).length > 0) entries.push(await writeRiskEvent({ tx, actor, risk }, 'defined', changed))
  }
  const dropped = [...known.values()].filter(
    (risk: RiskFact) => risk.origin === 'definition' && risk.droppedAt === null,
  )
  for (const risk of dropped) entries.push(await writeRiskEvent({ tx, actor, risk }, 'dropped', { droppedAt: tx.now }))
  return entries
}
