import type {
  DecisionFact,
  GateFacts,
  GateWindow,
  JudgedPoint,
  PlanFact,
  PointSource,
  RiskFact,
} from '@/lib/domain/gate/facts'
import type { Instant } from '@/lib/domain/instant'
import type { Verdict } from '@/lib/domain/metric/verdict'
import type { ParityDebt } from '@/lib/domain/parity/parity'
import { seriesId } from '@/lib/domain/scoreboard/types'
import { attestationFacts } from './attestation-facts'
import type { StoredFacts } from './board-facts'
import { currentFacts } from './current-board'
import { defectFacts } from './defect-facts'
import { evidenceFacts } from './evidence-facts'
import { incidentHistory, openIncidents } from './incident-facts'
import type { ProgramState } from './program-state'
import { waiverFacts } from './waiver-facts'
import { type Queryable, ms } from './query'

/**
 * Everything that the gates of a program are judged by, as of `now`. Over a transaction's client it sees what the
 * transaction sees. With `details`, limits, reasons and runs of the figures come with it: pages show them, states need
 * none of them.
 */
export async function gateFacts(
  db: Queryable,
  state: ProgramState,
  now: Instant,
  details: boolean,
): Promise<GateFacts> {
  const { id, revision } = state
  const { gates, catalog } = revision.compiled
  const [
    board,
    entered,
    candidates,
    evidence,
    attestations,
    risks,
    incidents,
    history,
    waivers,
    plans,
    decisions,
    debts,
    counts,
  ] = await Promise.all([
    currentFacts(db, state, now),
    phaseEntered(db, id),
    releaseCandidates(db, id),
    evidenceFacts(db, id, [...catalog.evidence]),
    attestationFacts(db, id),
    riskOwnership(db, id),
    openIncidents(db, id),
    incidentHistory(db, id),
    waiverFacts(db, id),
    standingPlans(db, id),
    approvedDecisions(db, id),
    standingDebts(db, id),
    parityCounts(db, state),
  ])
  const since = candidates.at(-candidatesAsked(state))?.firstAt ?? null
  const [defects, points, sources] = await Promise.all([
    defectFacts(db, id, candidatesAsked(state) === 0 ? null : since),
    phasedPoints(db, state, board),
    details ? pointSources(db, board) : new Map<number, SourceRow>(),
  ])
  return {
    phase: state.phase,
    phaseEnteredAt: entered,
    since: state.since,
    revision: { number: revision.number, digest: revision.digest },
    releaseCandidates: candidates,
    evidence,
    attestations,
    defects,
    windows: board.map((facts): GateWindow => windowOf(state, detailed(facts, sources), points)),
    sources,
    parityCounts: gates.parityMetric === null ? null : counts,
    risks,
    incidents,
    lastIncident: history.last,
    postMortems: history.postMortems,
    waivers,
    plans,
    decisions,
    debts,
  }
}

/** The most release candidates that a criterion looks back over; 0 where none does. */
function candidatesAsked({ revision }: ProgramState): number {
  const { phases } = revision.compiled.gates
  const checks = phases.flatMap(({ entry, exit }) => [...entry, ...exit].flatMap((criterion) => criterion.checks))
  return Math.max(0, ...checks.map((check) => (check.kind === 'defects' ? (check.releaseCandidates ?? 0) : 0)))
}

function windowOf(state: ProgramState, facts: StoredFacts, points: Points): GateWindow {
  return {
    ...facts,
    phase: state.inForceAt(facts.window.end).phase,
    points: points.get(facts.window.id) ?? new Map<string, JudgedPoint[]>(),
  }
}

async function phaseEntered(db: Queryable, program: number): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Instant | null }>({
    name: 'phase_entered',
    text: `SELECT ${ms('phase_entered_at')} AS at FROM program WHERE id = $1`,
    values: [program],
  })
  return rows[0]?.at ?? null
}

async function releaseCandidates(db: Queryable, program: number): Promise<{ name: string; firstAt: Instant }[]> {
  const { rows } = await db.query<{ name: string; firstAt: Instant }>({
    name: 'release_candidates',
    text: `SELECT release_candidate AS name, ${ms('min(opened_at)')} AS "firstAt" FROM run
           WHERE program_id = $1 AND gated AND release_candidate IS NOT NULL
           GROUP BY release_candidate ORDER BY min(opened_at), min(id)`,
    values: [program],
  })
  return rows
}

async function riskOwnership(db: Queryable, program: number): Promise<RiskFact[]> {
  const { rows } = await db.query<RiskFact>({
    name: 'risk_ownership',
    text: `SELECT r.key, r.title, r.state::text AS state, r.likelihood * r.impact AS score, r.owner_role AS "ownerRole",
             coalesce(u.deactivated_at IS NULL AND u.id IS NOT NULL, false) AS owned
           FROM risk r LEFT JOIN user_account u ON u.id = r.owner_id
           WHERE r.program_id = $1 AND r.dropped_at IS NULL ORDER BY r.likelihood * r.impact DESC, r.key`,
    values: [program],
  })
  return rows
}

async function standingPlans(db: Queryable, program: number): Promise<PlanFact[]> {
  const { rows } = await db.query<PlanFact>({
    name: 'standing_plans',
    text: `SELECT p.id, p.metric, CASE WHEN u.deactivated_at IS NULL THEN u.name END AS owner, ${ms('p.due_at')} AS "dueAt"
           FROM remediation_plan p JOIN user_account u ON u.id = p.owner
           WHERE p.program_id = $1 AND p.ended_at IS NULL ORDER BY p.id`,
    values: [program],
  })
  return rows
}

async function approvedDecisions(db: Queryable, program: number): Promise<DecisionFact[]> {
  const { rows } = await db.query<DecisionFact>({
    name: 'approved_decisions',
    text: `SELECT number, kind, ${ms('ended_at')} AS "decidedAt" FROM decision
           WHERE program_id = $1 AND state = 'decided' AND outcome = 'approved' ORDER BY ended_at, number`,
    values: [program],
  })
  return rows
}

/** The parity debts that no decision has ended; their expiry is for the rules to look at. */
export async function standingDebts(db: Queryable, program: number): Promise<ParityDebt[]> {
  const { rows } = await db.query<ParityDebt>({
    name: 'standing_debts',
    text: `SELECT p.id, p.surface, p.risk, ${ms('p.expires_at')} AS "expiresAt", d.number AS decision
           FROM parity_debt p JOIN decision d ON d.id = p.decision_id
           WHERE p.program_id = $1 AND p.ended_at IS NULL ORDER BY p.id`,
    values: [program],
  })
  return rows
}

/** What the newest sample of the parity metric said in counts; null where it gave a value alone. */
async function parityCounts(db: Queryable, state: ProgramState): Promise<{ passed: number; total: number } | null> {
  const { gates } = state.revision.compiled
  const measures = [...(gates.metrics.get(gates.parityMetric ?? '')?.rules.keys() ?? [])]
  const { rows } = await db.query<{ passed: number | null; total: number | null }>({
    name: 'parity_counts',
    text: `SELECT s.passed, s.total FROM series n JOIN sample s ON s.series_id = n.id
             JOIN upload u ON u.id = s.upload_id JOIN run r ON r.id = u.run_id
           WHERE n.program_id = $1 AND n.measure = ANY($2) AND r.gated AND r.completed_at IS NOT NULL
           ORDER BY s.observed_at DESC, s.upload_id DESC LIMIT 1`,
    values: [state.id, measures],
  })
  const { passed, total } = rows[0] ?? { passed: null, total: null }
  return passed === null || total === null ? null : { passed, total }
}

type Points = Map<number, Map<string, JudgedPoint[]>>

interface PointRow {
  id: number
  window: number
  measure: string
  profile: string
  environment: string
  verdict: Verdict
  value: number | null
  limit: number | null
  warn: number | null
  reasons: string[]
  phase: string
  breaches: number
  observedAt: Instant
}

/**
 * The counted run verdicts of measures whose limits differ by phase, where a criterion asks for the limits of a phase:
 * each of them may fare otherwise by those.
 */
async function phasedPoints(db: Queryable, state: ProgramState, board: readonly StoredFacts[]): Promise<Points> {
  const found: Points = new Map()
  const { gates } = state.revision.compiled
  const checks = gates.phases.flatMap(({ entry, exit }) => [...entry, ...exit].flatMap((criterion) => criterion.checks))
  const metrics = checks.flatMap((check) =>
    check.kind === 'metrics' && check.limitsOf !== undefined ? check.metrics : [],
  )
  const measures = metrics.flatMap((metric) =>
    [...(gates.metrics.get(metric)?.rules.values() ?? [])]
      .filter(({ limits }) => limits.some(({ phase }) => phase !== undefined))
      .map(({ id }) => id),
  )
  if (measures.length === 0) return found
  const { rows } = await db.query<PointRow>({
    name: 'phased_points',
    text: `SELECT * FROM (
             SELECT DISTINCT ON (v.run_id, v.series_id, v.window_id) v.id, v.window_id AS window, s.measure, s.profile,
               s.environment, v.base AS verdict, v.value, v."limit", v.warn, v.reasons, v.phase, v.breaches, v.final,
               ${ms('v.observed_at')} AS "observedAt"
             FROM series s JOIN run_verdict v ON v.series_id = s.id JOIN run r ON r.id = v.run_id
             WHERE s.program_id = $1 AND s.measure = ANY($2) AND v.window_id = ANY($3) AND r.gated
             ORDER BY v.run_id, v.series_id, v.window_id, v.sequence DESC
           ) counted WHERE final OR verdict IN ('fail', 'error') ORDER BY id`,
    values: [state.id, [...new Set(measures)], board.map(({ window }) => window.id)],
  })
  for (const row of rows) {
    const window = found.get(row.window) ?? new Map<string, JudgedPoint[]>()
    found.set(row.window, window)
    window.set(seriesId(row), [...(window.get(seriesId(row)) ?? []), row])
  }
  return found
}

type SourceRow = PointSource & { limit: number | null; warn: number | null; reasons: string[] }

async function pointSources(db: Queryable, board: readonly StoredFacts[]): Promise<Map<number, SourceRow>> {
  const ids = board.flatMap(({ series }) => [...series.values()].flatMap(({ latest, worst }) => [latest.id, worst.id]))
  const { rows } = await db.query<Omit<SourceRow, 'run'> & { id: number; run: string; number: number }>({
    name: 'gate_sources',
    text: `SELECT v.id, r.external_id AS run, r.id AS number, v.artifact, encode(v.sha256, 'hex') AS sha256, v."limit", v.warn,
             ARRAY(SELECT x FROM unnest(v.reasons) x WHERE x NOT LIKE 'trend: %' AND x NOT LIKE 'first_window: %') AS reasons
           FROM run_verdict v JOIN run r ON r.id = v.run_id WHERE v.id = ANY($1)`,
    values: [[...new Set(ids)]],
  })
  return new Map(rows.map(({ id, run, number, ...row }) => [id, { ...row, run: { id: run, number } }]))
}

function detailed(facts: StoredFacts, sources: ReadonlyMap<number, SourceRow>): StoredFacts {
  if (sources.size === 0) return facts
  const series = new Map(
    [...facts.series].map(([id, { latest, worst }]) => {
      const [l, w] = [sources.get(latest.id), sources.get(worst.id)]
      return [
        id,
        {
          latest: l === undefined ? latest : { ...latest, ...figures(l) },
          worst: w === undefined ? worst : { ...worst, ...figures(w) },
        },
      ]
    }),
  )
  return { ...facts, series }
}

const figures = ({ limit, warn, reasons }: SourceRow) => ({ limit, warn, reasons })
