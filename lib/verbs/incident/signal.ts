import type { Transaction } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { type PointerInput, wordsDigest } from '../evidence'

/** What was seen of a criterion. */
export interface SignalSeen {
  criterion: string
  statement: string
  evidence: readonly PointerInput[]
  /** An actor's id. */
  by: string
  /** The run whose failure it was, by its number; null where someone said it. */
  run: number | null
}

/** Adds what was seen to an incident. */
export async function addSignal({ prisma, now }: Transaction, incident: number, seen: SignalSeen): Promise<EntryDraft> {
  const { criterion, statement, evidence, by, run } = seen
  const row = await prisma.incidentSignal.create({
    data: {
      incidentId: incident,
      criterion,
      statement,
      evidence: evidence.map((one) => ({ ...one })),
      by,
      runId: run,
      at: new Date(now),
    },
  })
  return {
    type: 'incident.signal_added',
    payload: {
      incident,
      signal: row.id,
      criterion,
      statementDigest: wordsDigest(statement),
      evidenceDigest: wordsDigest(evidence),
    },
  }
}
