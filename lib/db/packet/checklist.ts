import { DAY, type Instant, iso } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'
import type { Queryable } from '../query'
import type { ProgramState } from '../program-state'

interface OutcomeRow {
  evidence: string
  outcome: 'pass' | 'fail' | 'error'
  observed_at: Date
  run_id: number
  run: string
  artifact: string
  sha256: string | null
}

/** Every obligation with the surfaces that keep it, and how the evidence of each stands (seed 9.5, semantics 14). */
export async function obligationChecklist(
  db: Queryable,
  state: ProgramState,
  now: Instant,
): Promise<{ section: Json; runs: number[] }> {
  const { surfaces } = state.revision.compiled.program
  if (surfaces === undefined) return { section: [], runs: [] }
  const ids = [...new Set(surfaces.retained.flatMap(({ evidence }) => evidence))]
  const outcomes = await latestOutcomes(db, state.id, ids)
  const maxAge = surfaces.parity.maxAgeDays * DAY
  const standing = (id: string): { state: string; outcome: OutcomeRow | null } => {
    const outcome = outcomes.get(id) ?? null
    if (outcome === null) return { state: 'absent', outcome }
    if (outcome.outcome !== 'pass') return { state: outcome.outcome, outcome }
    return { state: now - outcome.observed_at.getTime() > maxAge ? 'stale' : 'pass', outcome }
  }
  const section = surfaces.obligations.map((obligation) => {
    const kept = surfaces.retained.filter((surface) => surface.obligations.includes(obligation.id))
    const rows = kept.map((surface) => {
      const evidence = surface.evidence.map((id) => {
        const { state: word, outcome } = standing(id)
        return {
          id,
          state: word,
          run: outcome?.run ?? null,
          observedAt: outcome === null ? null : iso(outcome.observed_at.getTime()),
          artifact: outcome?.artifact ?? null,
          sha256: outcome?.sha256 ?? null,
        }
      })
      const passes = evidence.length > 0 && evidence.every((one) => one.state === 'pass')
      return { surface: surface.id, class: surface.class, passes, evidence }
    })
    const passes = rows.length > 0 && rows.every((row) => row.passes)
    return { obligation: obligation.id, title: obligation.title, passes, surfaces: rows }
  })
  return { section, runs: [...outcomes.values()].map(({ run_id }) => run_id) }
}

/** The latest outcome of each evidence id that counts: of gated, complete runs; a failure counts before that. */
async function latestOutcomes(
  db: Queryable,
  program: number,
  ids: readonly string[],
): Promise<Map<string, OutcomeRow>> {
  const { rows } = await db.query<OutcomeRow>(
    `SELECT DISTINCT ON (e.evidence) e.evidence, e.outcome, e.observed_at, r.id AS run_id, r.external_id AS run, e.artifact,
       encode(e.sha256, 'hex') AS sha256
     FROM evidence_result e JOIN upload u ON u.id = e.upload_id JOIN run r ON r.id = u.run_id
     WHERE r.program_id = $1 AND r.gated AND e.evidence = ANY($2) AND (r.completed_at IS NOT NULL OR e.outcome <> 'pass')
     ORDER BY e.evidence, e.observed_at DESC, e.upload_id DESC, e.ordinal DESC`,
    [program, ids],
  )
  return new Map(rows.map((row) => [row.evidence, row]))
}
