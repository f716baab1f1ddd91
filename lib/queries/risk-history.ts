import type { RiskFact } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import type { RiskEventType, RiskFields } from '@/lib/domain/risk/event'
import { eventWords } from '@/lib/domain/risk/event-words'
import { riskScore } from '@/lib/domain/risk/score'
import { dayWords } from '@/lib/domain/window/day-words'
import type { TriggerDto } from './risk-signals'

/** One change of a risk, in words: `by` did `what`. */
export interface HistoryDto {
  version: number
  at: string
  by: string
  type: string
  what: string
  why: string | null
  /** What shows it: the evidence of an act, or each trigger of an event. */
  proofs: { text: string | null; evidence: string; run: { number: number; id: string } | null }[]
}

export interface ScorePoint {
  at: string
  likelihood: number
  impact: number
  score: number
  by: string
  reason: string | null
}

interface EventRow {
  version: number
  type: RiskEventType
  at: Date
  by: string
  body: { set: Partial<RiskFields>; [detail: string]: unknown }
}

/** Everything that happened to a risk, newest first, and its scores, oldest first. */
export async function riskHistory(
  { database }: Context,
  fact: RiskFact,
): Promise<{
  actors: string[]
  told: (
    name: (actor: string) => string,
    triggers: readonly TriggerDto[],
  ) => { history: HistoryDto[]; scores: ScorePoint[] }
}> {
  const { rows } = await database.pool.query<EventRow>(
    'SELECT version, type, at, by, body FROM risk_event WHERE risk_id = $1 ORDER BY version',
    [fact.id],
  )
  return {
    actors: rows.flatMap(({ by, body }) => [by, ...(body.set.ownerId == null ? [] : [`user:${body.set.ownerId}`])]),
    told: (name, triggers) => ({
      history: rows.map((row) => historyOf(row, name, fact, triggers)).reverse(),
      scores: scoresOf(rows, name),
    }),
  }
}

function historyOf(
  row: EventRow,
  name: (actor: string) => string,
  fact: RiskFact,
  triggers: readonly TriggerDto[],
): HistoryDto {
  const { version, type, at, by, body } = row
  const said = (detail: string): string | null => (typeof body[detail] === 'string' ? body[detail] : null)
  const words = eventWords(type, body.set, (user) => name(`user:${user}`))
  const evidence = said('evidence')
  return {
    version,
    at: at.toISOString(),
    by: name(by),
    type,
    what: [words, ...detailOf(body, fact)].join(': '),
    why: said('reason') ?? said('note'),
    proofs: [
      ...triggers
        .filter((trigger) => trigger.version === version)
        .map(({ signal, statement, evidence, run }) => ({ text: `${signal}: ${statement}`, evidence, run })),
      ...(evidence === null ? [] : [{ text: null, evidence, run: null }]),
    ],
  }
}

/** Which mitigation or milestone an event is about, and from when to when a milestone moved. */
function detailOf(body: EventRow['body'], { mitigations }: RiskFact): string[] {
  const milestones = mitigations.flatMap((mitigation) => mitigation.milestones)
  const title =
    milestones.find(({ id }) => id === body.milestone)?.title ??
    mitigations.find(({ id }) => id === body.mitigation)?.title
  if (title === undefined) return []
  return typeof body.from === 'string' && typeof body.to === 'string'
    ? [`${title}, from ${dayWords(body.from)} to ${dayWords(body.to)}`]
    : [title]
}

function scoresOf(rows: readonly EventRow[], name: (actor: string) => string): ScorePoint[] {
  const points: ScorePoint[] = []
  let now = { likelihood: 0, impact: 0 }
  for (const { at, by, body } of rows) {
    const { likelihood = now.likelihood, impact = now.impact } = body.set
    if (likelihood === now.likelihood && impact === now.impact) continue
    now = { likelihood, impact }
    const reason = typeof body.reason === 'string' ? body.reason : null
    points.push({ at: at.toISOString(), ...now, score: riskScore(now), by: name(by), reason })
  }
  return points
}
