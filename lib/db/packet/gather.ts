import type { Instant } from '@/lib/domain/instant'
import { iso } from '@/lib/domain/instant'
import { scoreboards } from '@/lib/domain/scoreboard/scoreboard'
import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import { activeWaivers } from '@/lib/domain/waiver/active'
import type { Json } from '@/lib/register/canonical'
import { currentFacts } from '../current-board'
import { openIncidents } from '../incident-facts'
import type { Queryable } from '../query'
import { type PointDetail, pointDetails, withDetails } from '../points'
import type { ProgramState } from '../program-state'
import { riskFacts } from '../risk-facts'
import { waiverFacts } from '../waiver-facts'
import { obligationChecklist } from './checklist'
import { gatingRuns } from './runs'

/**
 * What every packet shows (seed 9.5, semantics 11), as of now: scoreboard, `PO-*` checklist, command provenance and
 * evidence pointers of every gating run, waivers, open risks and incidents.
 */
export async function packetSections(db: Queryable, state: ProgramState, now: Instant): Promise<Record<string, Json>> {
  const facts = await currentFacts(db, state, now)
  const shown = scoreboards(facts, now).slice(-1)
  const details = await pointDetails(db, shown)
  const [board] = scoreboards(withDetails(facts, details), now).slice(-1)
  if (board === undefined) throw new Error('no stored window holds now')
  const checklist = await obligationChecklist(db, state, now)
  const runs = [...[...details.values()].map(({ runNumber }) => runNumber), ...checklist.runs]
  const waivers = activeWaivers(await waiverFacts(db, state.id), now)
  const risks = (await riskFacts(db, state.id)).filter((risk) => risk.state !== 'closed' && risk.droppedAt === null)
  return {
    scoreboard: boardSection(board, details),
    checklist: checklist.section,
    runs: await gatingRuns(db, [...new Set(runs)]),
    waivers: waivers.map(({ id, of, target, verdict, expiresAt }) => ({
      id,
      of,
      target,
      verdict,
      expiresAt: iso(expiresAt),
    })),
    risks: risks.map((risk) => ({
      risk: risk.key,
      title: risk.title,
      state: risk.state,
      likelihood: risk.likelihood,
      impact: risk.impact,
      score: risk.score,
      ownerRole: risk.ownerRole,
      owner: risk.owner?.name ?? null,
      lastTriggerAt: risk.lastTriggerAt === null ? null : iso(risk.lastTriggerAt),
      reviewDueAt: risk.reviewDueAt === null ? null : iso(risk.reviewDueAt),
    })),
    incidents: (await openIncidents(db, state.id)).map((incident) => ({
      incident: incident.id,
      kind: incident.kind,
      criteria: [...incident.criteria],
      statement: incident.statement,
      openedAt: iso(incident.openedAt),
      dueAt: incident.dueAt === null ? null : iso(incident.dueAt),
    })),
  }
}

function boardSection(board: Scoreboard, details: ReadonlyMap<number, PointDetail>): Json {
  return {
    window: board.window.label,
    asOf: iso(board.asOf),
    status: board.status,
    reasons: board.reasons,
    dimensions: board.dimensions.map(({ id, status }) => ({ id, status })),
    metrics: board.metrics.map(({ spec, verdict, status, waived, series }) => ({
      metric: spec.id,
      title: spec.title,
      required: spec.required,
      critical: spec.critical,
      verdict,
      status,
      waived,
      series: series.map((one) => {
        const detail = one.point === null ? undefined : details.get(one.point.id)
        return {
          measure: one.spec.measure,
          profile: one.spec.profile,
          environment: one.spec.environment,
          unit: one.spec.unit,
          verdict: one.verdict,
          waived: one.waived,
          value: one.point?.value ?? null,
          limit: one.point?.limit ?? null,
          observedAt: one.point === null ? null : iso(one.point.observedAt),
          run: detail?.run ?? null,
          artifact: detail?.artifact ?? null,
          sha256: detail?.sha256 ?? null,
          reasons: one.reasons,
        }
      }),
    })),
  }
}
