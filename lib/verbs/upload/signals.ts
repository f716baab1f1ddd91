import type pg from 'pg'
import type { Actor } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { findings, type GatedRun, type RunEvidence, type RunSeriesVerdict } from '@/lib/domain/signal/findings'
import { quiet, type Standing, type Turn, turnOf } from '@/lib/domain/signal/turns'
import type { EntryDraft } from '@/lib/register/entry'
import { followRiskSignals, isFailure } from '../risk/follow-signals'
import type { JudgedSeries } from './judge'
import type { StoredRun } from './store'

/** What stands of a program's signals: those that fail and those that count towards a hard cap, by `standingId`. */
type StandingSignals = ReadonlyMap<string, Standing>

/** A turn, with how its signal stood. */
interface SignalTurn extends Turn {
  before: Standing
}

const standingId = (one: { watcher: string; signal: string; key: string }): string =>
  JSON.stringify([one.watcher, one.signal, one.key])

/** Reads them; under the judging lock nobody else changes them. */
export async function standingSignals(client: pg.PoolClient, program: number): Promise<StandingSignals> {
  const { rows } = await client.query<Standing & { watcher: string; signal: string; key: string }>({
    name: 'signals_standing',
    text: 'SELECT watcher, signal, key, failing, streak FROM signal_state WHERE program_id = $1 AND (failing OR streak > 0)',
    values: [program],
  })
  return new Map(rows.map((row) => [standingId(row), row]))
}

/** What a gated run means to the program's signals (semantics 9). Pure: nothing is stored. */
export function signalTurns(
  state: ProgramState,
  run: StoredRun,
  said: Omit<GatedRun, 'ref'>,
  standing: StandingSignals,
): SignalTurn[] {
  return findings(state.revision.compiled.watches, { ...said, ref: run.ref }).map((finding) => {
    const before = standing.get(standingId(finding)) ?? quiet
    return { ...turnOf(finding, before, said.complete), before }
  })
}

/** Turns without those that come to nothing: they leave their signals as they stand. */
export const unspent = (turns: readonly SignalTurn[], spent: readonly Turn[]): SignalTurn[] =>
  turns.filter((turn) => !spent.includes(turn))

/** Entries that came to be at an instant, unless they say another. */
export const datedAt = (at: Instant, entries: readonly EntryDraft[]): EntryDraft[] =>
  entries.map((entry) => ({ at, ...entry }))

/** Keeps how signals stand, where that has changed. */
export async function storeTurns(
  client: pg.PoolClient,
  state: ProgramState,
  run: StoredRun,
  turns: readonly SignalTurn[],
  now: Instant,
): Promise<void> {
  const moved = turns.filter(({ before, after }) => after.failing !== before.failing || after.streak !== before.streak)
  await storeStanding(client, state.id, run.id, moved, now)
}

/**
 * Puts back to Open every risk that has a signal turn to fail. `pending` are writes under way: without a failure
 * nothing waits for them here. Answers with what the register is to hold.
 */
export async function openRisks(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  run: StoredRun,
  turns: readonly SignalTurn[],
  pending: Promise<unknown>,
): Promise<EntryDraft[]> {
  if (!turns.some(isFailure)) return []
  const [entries] = await Promise.all([followRiskSignals(tx, actor, state, run.id, turns), pending])
  return entries
}

async function storeStanding(
  client: pg.PoolClient,
  program: number,
  run: number,
  turns: readonly Turn[],
  now: Instant,
): Promise<void> {
  if (turns.length === 0) return
  await client.query({
    name: 'signals_store',
    text: `INSERT INTO signal_state AS s (program_id, run_id, since, watcher, signal, key, failing, streak)
           SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[], $6::text[], $7::bool[], $8::int[])
           ON CONFLICT (program_id, watcher, signal, key) DO UPDATE SET
             since = CASE WHEN s.failing = excluded.failing THEN s.since ELSE excluded.since END,
             failing = excluded.failing, streak = excluded.streak, run_id = excluded.run_id`,
    values: [
      program,
      run,
      new Date(now),
      turns.map(({ finding }) => finding.watcher),
      turns.map(({ finding }) => finding.signal),
      turns.map(({ finding }) => finding.key),
      turns.map(({ after }) => after.failing),
      turns.map(({ after }) => after.streak),
    ],
  })
}

/** A run's series as signals read them: failing where any window's part fails, passing where every one passes. */
export const seriesVerdicts = (judged: readonly JudgedSeries[]): RunSeriesVerdict[] =>
  judged.map(({ key, rule, parts }) => {
    const last = parts.at(-1) ?? parts[0]
    const shown =
      parts.find(({ verdict }) => verdict === 'fail') ?? parts.find(({ verdict }) => verdict !== 'pass') ?? last
    return {
      key,
      verdict: shown.verdict,
      fails: parts.some(({ verdict, judgement }) => verdict === 'fail' || judgement.fails),
      value: last.judgement.value,
      limit: last.judgement.limit,
      better: rule.better,
      reasons: shown.reasons,
      artifact: shown.reduced.source?.artifact ?? null,
      observedAt: shown.reduced.observedAt,
    }
  })

/** The evidence of all uploads of a run, in their order: what its completion is the last word on. */
export async function runEvidence(client: pg.PoolClient, run: StoredRun): Promise<RunEvidence[]> {
  const { rows } = await client.query<RunEvidence>(
    `SELECT e.evidence AS id, e.outcome, e.artifact, (extract(epoch FROM e.observed_at) * 1000)::float8 AS "observedAt"
     FROM upload u JOIN evidence_result e ON e.upload_id = u.id WHERE u.run_id = $1 ORDER BY e.upload_id, e.ordinal`,
    [run.id],
  )
  return rows
}
