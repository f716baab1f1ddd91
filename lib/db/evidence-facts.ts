import type { EvidenceFact } from '@/lib/domain/parity/parity'
import type { Queryable } from './query'

type Row = Omit<EvidenceFact, 'run'> & { run_id: string; run_number: number }

/**
 * Whether a result counts. A subquery, not a join: so it is asked of one result after the other, from the newest on, and
 * what an id's long history costs does not depend on the planner's statistics.
 */
const COUNTS = `(SELECT u.program_id = $1 AND r.gated AND (r.completed_at IS NOT NULL OR x.outcome <> 'pass')
                 FROM upload u JOIN run r ON r.id = u.run_id WHERE u.id = x.upload_id)`

/**
 * The latest counted outcome of each evidence id (semantics 14): of gated runs, and of an open one a failure alone. Of
 * two observed at once the worse counts.
 */
export async function evidenceFacts(
  db: Queryable,
  program: number,
  ids: readonly string[],
): Promise<Map<string, EvidenceFact>> {
  const { rows } = await db.query<Row>({
    name: 'evidence_facts',
    text: `SELECT e.* FROM unnest($2::text[]) AS wanted(id) CROSS JOIN LATERAL (
             SELECT x.observed_at AS at FROM evidence_result x
             WHERE x.evidence = wanted.id AND ${COUNTS} ORDER BY x.observed_at DESC LIMIT 1
           ) newest CROSS JOIN LATERAL (
             SELECT x.evidence AS id, x.outcome::text AS outcome, (extract(epoch FROM x.observed_at) * 1000)::float8 AS "observedAt",
               r.external_id AS run_id, r.id AS run_number, r.commit, x.artifact, encode(x.sha256, 'hex') AS sha256,
               p.command, x.replay
             FROM evidence_result x JOIN upload u ON u.id = x.upload_id JOIN run r ON r.id = u.run_id
               JOIN provenance p ON p.id = x.provenance_id
             WHERE x.evidence = wanted.id AND x.observed_at = newest.at AND ${COUNTS}
             ORDER BY x.outcome DESC, x.upload_id DESC, x.ordinal DESC LIMIT 1
           ) e`,
    values: [program, ids],
  })
  return new Map(
    rows.map(({ run_id, run_number, ...row }): [string, EvidenceFact] => [
      row.id,
      { ...row, run: { id: run_id, number: run_number } },
    ]),
  )
}
