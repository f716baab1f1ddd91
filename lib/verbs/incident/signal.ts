import type { Transaction } from '@/lib/db/transact'
import type { EntryDraft } from '@/lib/register/entry'
import { type PointerInput, wordsDigest } from '../evidence'

/** What was seen of a criterion. */
export interface SignalSeen {
  incident: number
  criterion: string
  statement: string
  evidence: readonly PointerInput[]
  /** An actor's id. */
  by: string
  /** The run whose failure it was, by its number, and what failed there; null where nothing but words say it. */
  fired: { run: number; key: string } | null
}

/** Adds what was seen to incidents, in one statement. Answers with an entry for each, in their order. */
export async function addSignals({ prisma, now }: Transaction, seen: readonly SignalSeen[]): Promise<EntryDraft[]> {
  if (seen.length === 0) return []
  const rows = await prisma.incidentSignal.createManyAndReturn({
    data: seen.map(({ incident, criterion, statement, evidence, by, fired }) => ({
      incidentId: incident,
      criterion,
      statement,
      evidence: evidence.map((one) => ({ ...one })),
      by,
      runId: fired?.run ?? null,
      key: fired?.key ?? null,
      at: new Date(now),
    })),
  })
  return rows
    .sort((a, b) => a.id - b.id)
    .map(({ id, incidentId, criterion, statement, evidence, runId, key }) => ({
      type: 'incident.signal_added',
      payload: {
        incident: incidentId,
        signal: id,
        criterion,
        statementDigest: wordsDigest(statement),
        evidenceDigest: wordsDigest(evidence as unknown as readonly PointerInput[]),
        ...(runId === null ? {} : { run: runId, key }),
      },
    }))
}

/** Adds one thing that was seen. */
export async function addSignal(tx: Transaction, seen: SignalSeen): Promise<EntryDraft> {
  const [entry] = await addSignals(tx, [seen])
  if (entry === undefined) throw new Error('a signal was not stored')
  return entry
}
