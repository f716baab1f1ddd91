import { type Actor, actorId } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { StoredStreak } from '@/lib/db/streaks'
import type { Transaction } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import type { Call } from '@/lib/domain/scoreboard/escalation'
import type { MetricState } from '@/lib/domain/scoreboard/types'
import type { EntryDraft } from '@/lib/register/entry'
import { nothingStopped, openIncident, type Stop, type Stopped } from './open'
import { addSignal } from './signal'

/**
 * Does what critical metrics call for (seed 11.4, semantics 5): opens one review of the kill criteria for all that call
 * for one now, with the program's critical SLA, and tells owners. A metric whose review is open is added to that. The
 * caller holds the judging lock and has asked `calls`; `run` is the gated run that failed, where one did.
 */
export async function escalate(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  calls: readonly Call[],
  streaks: readonly StoredStreak[],
  run: number | null,
): Promise<Stopped> {
  if (calls.length === 0) return nothingStopped
  const rows = await keepStreaks(tx, state, calls, streaks)
  const kept = calls.flatMap(({ id, streak, tell }): EntryDraft[] => {
    const said = { metric: id, since: iso(rows.get(id)?.since ?? tx.now) }
    if (streak === 'ends') return [{ type: 'metric.streak_ended', payload: said }]
    return tell === null ? [] : [{ type: 'metric.owner_told', payload: { ...said, verdict: tell } }]
  })
  const reviewed = calls.flatMap(({ review, metric }) => (review && metric !== null ? [metric] : []))
  const { stops, entries } = await review(tx, actor, state, reviewed, run)
  for (const { incident, criteria } of stops) {
    const ids = criteria.flatMap((metric) => rows.get(metric)?.id ?? [])
    await tx.client.query('UPDATE metric_streak SET incident_id = $2 WHERE id = ANY($1)', [ids, incident])
  }
  return { stops, entries: [...kept, ...entries] }
}

interface StreakRow {
  id: number
  since: number
}

/** Begins and ends streaks, and keeps which owners were told. Answers with them by metric. */
async function keepStreaks(
  { client, now }: Transaction,
  state: ProgramState,
  calls: readonly Call[],
  streaks: readonly StoredStreak[],
): Promise<Map<string, StreakRow>> {
  const open = new Map(streaks.map(({ metric, id }) => [metric, id]))
  const kept = new Map<string, StreakRow>()
  for (const { id: name, streak, tell } of calls) {
    const told = [new Date(now), tell]
    const { rows } = await (streak === 'begins'
      ? client.query<StreakRow>(
          `INSERT INTO metric_streak (since, told_of, told_at, program_id, metric)
           VALUES ($1, $2, CASE WHEN $2::verdict IS NULL THEN NULL ELSE $1::timestamptz END, $3, $4) ${RETURNING}`,
          [...told, state.id, name],
        )
      : client.query<StreakRow>(
          `UPDATE metric_streak SET told_of = coalesce($2, told_of),
             told_at = CASE WHEN $2::verdict IS NULL THEN told_at ELSE $1::timestamptz END,
             ended_at = CASE WHEN $3 THEN $1::timestamptz END
           WHERE id = $4 ${RETURNING}`,
          [...told, streak === 'ends', open.get(name) ?? null],
        ))
    const [row] = rows
    if (row === undefined) throw new Error(`the streak of ${name} is not the one that was read`)
    kept.set(name, row)
  }
  return kept
}

const RETURNING = 'RETURNING id, (extract(epoch FROM since) * 1000)::float8 AS since'

/** Opens a review of these metrics; those under review already are added to theirs. */
async function review(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  metrics: readonly MetricState[],
  run: number | null,
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
  const stops = rows.map(({ criterion, incident }): Stop => ({ incident, kind: 'review', criteria: [criterion] }))
  if (fresh.length > 0) {
    const criteria = fresh.map(({ spec }) => spec.id)
    const statement = fresh.map(statementOf).join('; ')
    const opening = { kind: 'review', severity: 'critical', criteria, statement, by, run } as const
    const opened = await openIncident(tx, state, opening)
    entries.push(opened.entry)
    stops.push({ incident: opened.incident, kind: 'review', criteria })
    for (const criterion of criteria) open.set(criterion, opened.incident)
  }
  for (const metric of metrics) {
    const incident = open.get(metric.spec.id)
    if (incident === undefined) continue
    const evidence = [{ uri: evidenceOf(state, metric, run), sha256: null }]
    const fired = run === null ? null : { run, key: null }
    const seen = { criterion: metric.spec.id, statement: statementOf(metric), evidence, by, fired }
    entries.push(await addSignal(tx, incident, seen))
  }
  return { stops, entries }
}

const statementOf = ({ spec, reasons, verdict }: MetricState): string =>
  `${spec.id} ${spec.title}: ${reasons.length === 0 ? verdict : reasons.join('; ')}`.slice(0, 1_000)

/** The run that failed, or the metric's page. */
const evidenceOf = (state: ProgramState, { spec }: MetricState, run: number | null): string =>
  run === null ? `/${state.slug}/metrics/${spec.id}` : `/${state.slug}/runs/${run}`
