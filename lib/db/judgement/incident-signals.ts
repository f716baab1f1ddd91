import type { Json } from '@/lib/register/canonical'
import type { ProgramState } from '../program-state'
import type { Queryable } from '../query'

interface SignalRow {
  id: number
  criterion: string
  statement: string
  evidence: { uri: string }[]
  at: Date
  key: string | null
  run_name: string | null
  failing: boolean
}

/** What was seen of an incident: what a run failed once, however many further runs failed it again. */
export interface SeenSignal extends SignalRow {
  /** Further runs that failed it. */
  repeats: number
  lastAt: Date
}

export async function seenSignals(db: Queryable, state: ProgramState, incident: number): Promise<SeenSignal[]> {
  const { rows } = await db.query<SignalRow>(
    `SELECT s.id, s.criterion, s.statement, s.evidence, s.at, s.key, r.external_id AS run_name,
       coalesce((SELECT bool_or(t.failing) FROM signal_state t WHERE t.program_id = $2 AND t.key = s.key
         AND t.watcher IN ('kill:' || s.criterion, 'rollback:' || s.criterion)), false) AS failing
     FROM incident_signal s LEFT JOIN run r ON r.id = s.run_id WHERE s.incident_id = $1 ORDER BY s.id`,
    [incident, state.id],
  )
  const seen = new Map<string, SeenSignal>()
  for (const row of rows) {
    const id = row.key === null ? `${row.id}` : `${row.criterion}|${row.key}`
    const first = seen.get(id)
    if (first === undefined) seen.set(id, { ...row, repeats: 0, lastAt: row.at })
    else seen.set(id, { ...first, repeats: first.repeats + 1, lastAt: row.at })
  }
  return [...seen.values()]
}

/** As the packet shows it. */
export const packetSignal = ({
  criterion,
  statement,
  evidence,
  at,
  run_name,
  repeats,
  lastAt,
}: SeenSignal): Record<string, Json> => ({
  criterion,
  statement,
  ...(run_name === null ? {} : { run: run_name }),
  evidence: evidence.map(({ uri }) => uri),
  at: at.toISOString(),
  ...(repeats === 0 ? {} : { failedAgain: repeats, last: lastAt.toISOString() }),
})
