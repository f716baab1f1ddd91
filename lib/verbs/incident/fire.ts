import type pg from 'pg'
import { type Actor, actorId } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { openingOf } from '@/lib/domain/incident/severity'
import { shortened } from '@/lib/domain/sentence'
import type { Finding } from '@/lib/domain/signal/findings'
import { firing, isStopSignal, type OpenCriterion, signalId } from '@/lib/domain/signal/firing'
import type { Turn } from '@/lib/domain/signal/turns'
import type { EntryDraft } from '@/lib/register/entry'
import { nothingStopped, type Opening, openIncident, STATEMENT, type Stop, type Stopped } from './open'
import { addSignals, type SignalSeen } from './signal'

/**
 * What a gated run's failing signals do to incidents (semantics 8): a kill criterion or a rollback trigger that fires
 * stops the phase at once; kill criteria that one run fires share one incident; further signals of an open one are
 * added to it. The caller holds the judging lock. Fails on a unique index where a declaration of the same criterion
 * came first: the whole upload is tried again then.
 */
export async function fireCriteria(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  run: number,
  turns: readonly Turn[],
): Promise<Fired> {
  if (!turns.some(isStopSignal)) return { ...nothingStopped, spent: [] }
  const [open, ofRun] = [await openCriteria(tx.client, state), await failedBefore(tx.client, run)]
  const { added, fired, spent } = firing(turns, open, ofRun)
  const by = actorId(actor)
  const entries: EntryDraft[] = []
  const signals: SignalSeen[] = []
  const stops: Stop[] = []
  for (const { opening, criteria, joins } of await groupsOf(tx.client, state, run, fired)) {
    const names = criteria.map(({ criterion }) => criterion)
    let incident = joins
    if (incident === null) {
      const statement = statementOf(criteria.flatMap(({ findings }) => findings))
      const opened = await openIncident(tx, state, { ...opening, criteria: names, statement, by, run })
      entries.push(opened.entry)
      incident = opened.incident
    } else entries.push(...(await join(tx, state, incident, names)))
    for (const { criterion, findings } of criteria) {
      for (const finding of distinct(findings)) signals.push(seen(state, by, run, { incident, criterion, finding }))
    }
    stops.push({ incident, kind: opening.kind, criteria: names })
  }
  signals.push(...added.map((one) => seen(state, by, run, one)))
  return { stops, entries: [...entries, ...(await addSignals(tx, signals))], spent }
}

/** What a run stopped, and its turns that come to nothing. */
export interface Fired extends Stopped {
  spent: readonly Turn[]
}

interface FiredCriterion {
  criterion: string
  findings: Finding[]
}

/** Criteria that share an incident: all kill criteria of the run, in the one it opened earlier where that is open. */
interface Group {
  opening: Pick<Opening, 'kind' | 'severity'>
  criteria: FiredCriterion[]
  joins: number | null
}

async function groupsOf(
  client: pg.PoolClient,
  state: ProgramState,
  run: number,
  fired: readonly FiredCriterion[],
): Promise<Group[]> {
  const groups: Group[] = []
  const kills: FiredCriterion[] = []
  for (const one of fired) {
    const opening = openingOf(state.revision.compiled.program, one.criterion)
    if (opening?.kind === 'kill') kills.push(one)
    else if (opening !== null) groups.push({ opening, criteria: [one], joins: null })
  }
  if (kills.length === 0) return groups
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM incident WHERE run_id = $1 AND kind = 'kill' AND ended_at IS NULL`,
    [run],
  )
  return [{ opening: { kind: 'kill', severity: 'critical' }, criteria: kills, joins: rows[0]?.id ?? null }, ...groups]
}

async function join(
  { prisma, now }: Transaction,
  state: ProgramState,
  incident: number,
  criteria: readonly string[],
): Promise<EntryDraft[]> {
  await prisma.incidentCriterion.createMany({
    data: criteria.map((criterion) => ({
      incidentId: incident,
      programId: state.id,
      criterion,
      joinedAt: new Date(now),
    })),
  })
  return criteria.map((criterion) => ({ type: 'incident.criterion_joined', payload: { incident, criterion } }))
}

async function openCriteria(client: pg.PoolClient, state: ProgramState): Promise<OpenCriterion[]> {
  const { rows } = await client.query<{ criterion: string; incident: number; keys: string[] }>(
    `SELECT c.criterion, c.incident_id AS incident, ARRAY(SELECT DISTINCT s.key FROM incident_signal s
       WHERE s.incident_id = c.incident_id AND s.criterion = c.criterion AND s.key IS NOT NULL) AS keys
     FROM incident_criterion c WHERE c.program_id = $1 AND c.ended_at IS NULL`,
    [state.id],
  )
  return rows.map(({ criterion, incident, keys }) => ({ criterion, incident, keys: new Set(keys) }))
}

/** What this run has failed in an earlier upload, of incidents that are open or have ended. */
async function failedBefore(client: pg.PoolClient, run: number): Promise<Set<string>> {
  const { rows } = await client.query<{ criterion: string; key: string }>(
    'SELECT criterion, key FROM incident_signal WHERE run_id = $1 AND key IS NOT NULL',
    [run],
  )
  return new Set(rows.map(({ criterion, key }) => signalId(criterion, key)))
}

/** A run that gave no artifact is its own evidence. */
const seen = (
  state: ProgramState,
  by: string,
  run: number,
  { incident, criterion, finding }: { incident: number; criterion: string; finding: Finding },
): SignalSeen => ({
  incident,
  criterion,
  statement: finding.statement,
  evidence: [{ uri: finding.artifact ?? `/${state.slug}/runs/${run}`, sha256: null }],
  by,
  fired: { run, key: finding.key },
})

/** What two of a criterion's signals both watch failed once. */
const distinct = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [finding.key, finding])).values(),
]

const statementOf = (findings: readonly Finding[]): string =>
  shortened([...new Set(findings.map(({ statement }) => statement))].join('; '), STATEMENT)
