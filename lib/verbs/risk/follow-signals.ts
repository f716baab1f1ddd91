import type pg from 'pg'
import type { Actor } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { Finding } from '@/lib/domain/signal/findings'
import type { Turn } from '@/lib/domain/signal/turns'
import type { EntryDraft } from '@/lib/register/entry'
import { lockRisk } from './change-risk'
import { type Trigger, triggerRisk } from './trigger'

const RISK = 'risk:'

export const isFailure = ({ turn }: Turn): boolean => turn === 'fired' || turn === 'again'

/**
 * What failing signals of a gated run do to risks: one that turns to fail is a trigger event, one that failed already
 * is a further occurrence of its trigger and moves no deadline (semantics 9). Risks are locked in the order of their
 * keys. The caller holds the judging lock.
 */
export async function followRiskSignals(
  tx: Transaction,
  actor: Actor,
  state: ProgramState,
  run: number,
  turns: readonly Turn[],
): Promise<EntryDraft[]> {
  const ours = turns.filter(({ finding }) => finding.watcher.startsWith(RISK))
  if (!ours.some(isFailure)) return []
  const again = ours.filter(({ turn }) => turn === 'again').map(({ finding }) => finding)
  if (again.length > 0) await addOccurrences(tx, state, run, again)

  const fired = new Map<string, Trigger[]>()
  for (const { finding, turn } of ours) {
    if (turn !== 'fired') continue
    const risk = finding.watcher.slice(RISK.length)
    fired.set(risk, [...(fired.get(risk) ?? []), triggerOf(finding, state, run)])
  }
  const entries: EntryDraft[] = []
  for (const [key, [first, ...rest]] of [...fired].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (first === undefined) continue
    entries.push(await triggerRisk(await lockRisk(tx, actor, state, key, null), [first, ...rest]))
  }
  return entries
}

/** A run that gave no artifact is its own evidence. */
const evidenceOf = ({ artifact }: Finding, state: ProgramState, run: number): string =>
  artifact ?? `/${state.slug}/runs/${run}`

const triggerOf = (finding: Finding, state: ProgramState, run: number): Trigger => ({
  signal: finding.signal,
  fired: { key: finding.key, run },
  statement: finding.statement,
  evidence: evidenceOf(finding, state, run),
  observedAt: finding.observedAt,
})

/** One occurrence a run, of the newest trigger of each signal; the run that fired has none. */
async function addOccurrences(
  { client, now }: { client: pg.PoolClient; now: number },
  state: ProgramState,
  run: number,
  again: readonly Finding[],
): Promise<void> {
  await client.query(
    `INSERT INTO trigger_occurrence (trigger_id, run_id, statement, evidence, observed_at, at)
     SELECT t.id, $2, f.statement, f.evidence, f.observed_at, $3
     FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
       AS f (risk, signal, key, statement, evidence, observed_at)
     JOIN risk r ON r.program_id = $1 AND r.key = f.risk
     CROSS JOIN LATERAL (SELECT id, run_id FROM risk_trigger
       WHERE risk_id = r.id AND signal = f.signal AND key = f.key ORDER BY id DESC LIMIT 1) t
     WHERE t.run_id <> $2 ON CONFLICT DO NOTHING`,
    [
      state.id,
      run,
      new Date(now),
      again.map(({ watcher }) => watcher.slice(RISK.length)),
      again.map(({ signal }) => signal),
      again.map(({ key }) => key),
      again.map(({ statement }) => statement),
      again.map((finding) => evidenceOf(finding, state, run)),
      again.map(({ observedAt }) => new Date(observedAt).toISOString()),
    ],
  )
}
