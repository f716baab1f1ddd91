import type { Json } from '@/lib/register/canonical'
import { iso } from '@/lib/domain/instant'
import type { Queryable } from '../query'

interface RunRow {
  id: number
  run: string
  commit: string | null
  ref: string
  ci_url: string | null
  release_candidate: string | null
  completed_at: Date | null
}

interface PartRow {
  run_id: number
  command: string | null
  record: string | null
  artifact: string
  sha256: string | null
  replay: string | null
}

/**
 * Command provenance and evidence pointers of gating runs (seed 9.5): of each the exact commands, and every artifact
 * and replay pointer that its samples and evidence named.
 */
export async function gatingRuns(db: Queryable, runs: readonly number[]): Promise<Json> {
  const found = await db.query<RunRow>(
    `SELECT id, external_id AS run, commit, ref, ci_url, release_candidate, completed_at
     FROM run WHERE id = ANY($1) ORDER BY id`,
    [runs],
  )
  const parts = await db.query<PartRow>(
    `SELECT DISTINCT u.run_id, p.command, p.system || ' ' || p.record_id AS record, f.artifact, encode(f.sha256, 'hex') AS sha256, f.replay
     FROM upload u JOIN (
       SELECT s.upload_id, c.provenance_id, s.artifact, s.sha256, s.replay
       FROM sample s JOIN sample_context c ON c.id = s.context_id WHERE s.upload_id IN (SELECT id FROM upload WHERE run_id = ANY($1))
       UNION ALL
       SELECT upload_id, provenance_id, artifact, sha256, replay
       FROM evidence_result WHERE upload_id IN (SELECT id FROM upload WHERE run_id = ANY($1))
     ) f ON f.upload_id = u.id JOIN provenance p ON p.id = f.provenance_id
     WHERE u.run_id = ANY($1) ORDER BY 1, 4, 2, 3, 6`,
    [runs],
  )
  return found.rows.map((row) => {
    const own = parts.rows.filter((part) => part.run_id === row.id)
    return {
      run: row.run,
      number: row.id,
      commit: row.commit,
      ref: row.ref,
      ciUrl: row.ci_url,
      releaseCandidate: row.release_candidate,
      completedAt: row.completed_at === null ? null : iso(row.completed_at.getTime()),
      commands: distinct(own.map(({ command }) => command)),
      records: distinct(own.map(({ record }) => record)),
      artifacts: artifactsOf(own),
      replays: distinct(own.map(({ replay }) => replay)),
    }
  })
}

const distinct = (texts: readonly (string | null)[]): string[] =>
  [...new Set(texts)].filter((text): text is string => text !== null).sort()

function artifactsOf(parts: readonly PartRow[]): Json {
  const seen = new Map(parts.map(({ artifact, sha256 }) => [`${artifact}|${sha256}`, { uri: artifact, sha256 }]))
  return [...seen.values()]
}
