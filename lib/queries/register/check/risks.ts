import { riskEventTypes } from '@/lib/domain/risk/event'
import { isoSql, type Matcher } from './matcher'

/** A field after an event: the risk's own for its last one, else what the events up to it set last. */
const after = (
  field: string,
  column: string,
): string => `CASE WHEN e.version = r.version THEN to_jsonb(${column}) ELSE (
  SELECT b.body -> 'set' -> '${field}' FROM risk_event b WHERE b.risk_id = e.risk_id AND b.version <= e.version
    AND b.body -> 'set' ? '${field}' ORDER BY b.version DESC LIMIT 1) END`

const closing = `(SELECT 'D-' || d.number FROM decision d WHERE to_jsonb(d.id) = ${after('closedByDecision', 'r.closed_by_decision')})`

const instant = (milliseconds: string): string =>
  isoSql(`('epoch'::timestamptz + (${milliseconds})::float8 * interval '1 millisecond')`)

/** Every event of every risk, and the risk as its last one leaves it. */
export const riskMatchers: readonly Matcher[] = riskEventTypes.map((type) => ({
  type: `risk.${type}`,
  rows: `events of risks of type ${type}`,
  sql: `SELECT 'event ' || e.version || ' of risk ' || r.key AS name, r.program_id, e.by AS actor, e.at,
          jsonb_build_object('risk', r.key, 'version', e.version, 'state', ${after('state', 'r.state')},
            'owner', ${after('ownerId', 'r.owner_id')}, 'likelihood', ${after('likelihood', 'r.likelihood')},
            'impact', ${after('impact', 'r.impact')}, 'decision', ${closing},
            'reviewDueAt', ${instant(`(${after('reviewDueAt', 'extract(epoch FROM r.review_due_at) * 1000')}) #>> '{}'`)}) AS said,
          jsonb_build_object('bodyDigest', e.body) AS digested
        FROM risk_event e JOIN risk r ON r.id = e.risk_id WHERE e.type = '${type}'`,
  digests: ['bodyDigest'],
}))
