import { type Actor, actorId } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { StoredStreak } from '@/lib/db/streaks'
import type { Transaction } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import type { Call } from '@/lib/domain/scoreboard/escalation'
import type { MetricState } from '@/lib/domain/scoreboard/types'
import { shortened } from '@/lib/domain/sentence'
import type { EntryDraft } from '@/lib/register/entry'
import { nothingStopped, openIncident, STATEMENT, type Stop, type Stopped } from './open'
import { addSignals, type SignalSeen } from './signal'

/**
 * Does what critical metrics call for (seed 11.4, semantics 5): opens one review of the kill criteria for all that call
 * for one now, with the program's critical SLA, and tells owners. A metric whose review is open is added to that. The
 * caller holds the judging lock and has asked what is due; `ran` is the gated run at hand with the metrics that it failed:
 * a metric that stands failed by another is not laid to it.
 */
export async function escalate(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  due: readonly Call[],
  streaks: readonly StoredStreak[],
  ran: FailingRun | null,
): Promise<Stopped> {
  if (due.length === 0) return nothingStopped
  const kept = await keepStreaks(tx, state, due, streaks)
  const { stops, entries } = await review(tx, actor, state, due.flatMap(reviewed), ran)
  const called = await keepReviews(tx, due, kept, stops)
  return { stops, entries: [...due.flatMap((call) => streakEntries(call, kept)), ...entries, ...called] }
}

/** A gated run, by its number, and the metrics of which it failed a required series. */
export interface FailingRun {
  run: number
  failed: ReadonlySet<string>
}

const reviewed = ({ review: cause, metric }: Call): MetricState[] => (cause === null || metric === null ? [] : [metric])

interface StreakRow {
  id: number
  since: number
}

/** Begins and ends streaks, and keeps which owners were told. Answers with them by metric. */
async function keepStreaks(
  { client, now }: Transaction,
  state: ProgramState,
  due: readonly Call[],
  streaks: readonly StoredStreak[],
): Promise<Map<string, StreakRow>> {
  const known = new Map(streaks.map(({ metric, id }) => [metric, id]))
  const kept = new Map<string, StreakRow>()
  for (const { id: name, streak, tell } of due) {
    const id = known.get(name) ?? null
    const told = [new Date(now), tell]
    const { rows } = await (streak === 'begins'
      ? client.query<StreakRow>(
          `INSERT INTO metric_streak (since, told_of, told_at, program_id, metric)
           VALUES ($1, $2, CASE WHEN $2::verdict IS NULL THEN NULL ELSE $1::timestamptz END, $3, $4) ${RETURNING}`,
          [...told, state.id, name],
        )
      : streak === 'goes_on' && tell === null
        ? client.query<StreakRow>(`SELECT ${ROW} FROM metric_streak WHERE id = $1`, [id])
        : client.query<StreakRow>(
            `UPDATE metric_streak SET told_of = coalesce($2, told_of),
               told_at = CASE WHEN $2::verdict IS NULL THEN told_at ELSE $1::timestamptz END,
               ended_at = CASE WHEN $3 THEN $1::timestamptz END
             WHERE id = $4 ${RETURNING}`,
            [...told, streak === 'ends', id],
          ))
    const [row] = rows
    if (row === undefined) throw new Error(`the streak of ${name} is not the one that was read`)
    kept.set(name, row)
  }
  return kept
}

const ROW = 'id, (extract(epoch FROM since) * 1000)::float8 AS since'
const RETURNING = `RETURNING ${ROW}`

function streakEntries({ id, streak, tell }: Call, kept: ReadonlyMap<string, StreakRow>): EntryDraft[] {
  const row = kept.get(id)
  if (row === undefined) return []
  const said = { metric: id, since: iso(row.since) }
  const entries: EntryDraft[] = []
  if (streak === 'begins') entries.push({ type: 'metric.streak_began', payload: said })
  if (tell !== null) entries.push({ type: 'metric.owner_told', payload: { ...said, verdict: tell } })
  if (streak === 'ends') entries.push({ type: 'metric.streak_ended', payload: said })
  return entries
}

/** Keeps which review each streak has called for, and why. */
async function keepReviews(
  { client, now }: Transaction,
  due: readonly Call[],
  kept: ReadonlyMap<string, StreakRow>,
  stops: readonly Stop[],
): Promise<EntryDraft[]> {
  const entries: EntryDraft[] = []
  for (const { id: metric, review: cause } of due) {
    const [row, stop] = [kept.get(metric), stops.find(({ criteria }) => criteria.includes(metric))]
    if (cause === null || row === undefined || stop === undefined) continue
    const { incident } = stop
    await client.query('INSERT INTO metric_review (streak_id, cause, incident_id, at) VALUES ($1, $2, $3, $4)', [
      row.id,
      cause,
      incident,
      new Date(now),
    ])
    entries.push({ type: 'metric.review_called', payload: { metric, since: iso(row.since), cause, incident } })
  }
  return entries
}

/** Opens a review of these metrics; those under review already are added to theirs. */
async function review(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  metrics: readonly MetricState[],
  ran: FailingRun | null,
): Promise<Stopped> {
  if (metrics.length === 0) return nothingStopped
  const { rows } = await tx.client.query<{ criterion: string; incident: number }>(
    `SELECT criterion, incident_id AS incident FROM incident_criterion
     WHERE program_id = $1 AND ended_at IS NULL AND criterion = ANY($2)`,
    [state.id, metrics.map(({ spec }) => spec.id)],
  )
  const open = new Map(rows.map(({ criterion, incident }) => [criterion, incident]))
  const fresh = metrics.filter(({ spec }) => !open.has(spec.id))
  const entries: EntryDraft[] = []
  const by = actorId(actor)
  const runOf = ({ spec }: MetricState): number | null => (ran?.failed.has(spec.id) ? ran.run : null)
  const stops = rows.map(({ criterion, incident }): Stop => ({ incident, kind: 'review', criteria: [criterion] }))
  if (fresh.length > 0) {
    const criteria = fresh.map(({ spec }) => spec.id)
    const statement = shortened(fresh.map(statementOf).join('; '), STATEMENT)
    const run = fresh.map(runOf).find((one) => one !== null) ?? null
    const opening = { kind: 'review', severity: 'critical', criteria, statement, by, run } as const
    const opened = await openIncident(tx, state, opening)
    entries.push(opened.entry)
    stops.push({ incident: opened.incident, kind: 'review', criteria })
    for (const criterion of criteria) open.set(criterion, opened.incident)
  }
  const signals = metrics.flatMap((metric): SignalSeen[] => {
    const incident = open.get(metric.spec.id)
    return incident === undefined ? [] : [seen(state, incident, metric, by, runOf(metric))]
  })
  return { stops, entries: [...entries, ...(await addSignals(tx, signals))] }
}

function seen(state: ProgramState, incident: number, metric: MetricState, by: string, run: number | null): SignalSeen {
  const { id } = metric.spec
  // The run that failed, or the metric's page.
  const uri = run === null ? `/${state.slug}/metrics/${id}` : `/${state.slug}/runs/${run}`
  return {
    incident,
    criterion: id,
    statement: statementOf(metric),
    evidence: [{ uri, sha256: null }],
    by,
    fired: run === null ? null : { run, key: reviewKey(id) },
  }
}

/** What a run failed, as a review names it: a metric, in whichever of its series. */
export const reviewKey = (metric: string): string => `metric:${metric}`

const statementOf = ({ spec, reasons, verdict }: MetricState): string =>
  shortened(`${spec.id} ${spec.title}: ${reasons.length === 0 ? verdict : reasons.join('; ')}`, STATEMENT)
