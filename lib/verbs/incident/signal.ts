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
  /** The run whose failure it was, by its number, and what failed there; null where nothing but words say it. */
  fired: { run: number; key: string | null } | null
}

/** Adds what was seen to an incident. */
export async function addSignal({ prisma, now }: Transaction, incident: number, seen: SignalSeen): Promise<EntryDraft> {
  const { criterion, statement, evidence, by, fired } = seen
  const key = fired?.key ?? null
  const row = await prisma.incidentSignal.create({
    data: {
      incidentId: incident,
      criterion,
      statement,
      evidence: evidence.map((one) => ({ ...one })),
      by,
      runId: fired?.run ?? null,
      key,
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
      ...(fired === null ? {} : { run: fired.run, key }),
    },
  }
}
