import type { RiskFact } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import type { RiskState } from '@/lib/domain/risk/event'
import { riskScore } from '@/lib/domain/risk/score'
import type { MovedRiskDto } from './risk-row'

/** When the last weekly board or sweep closed; null where none has: then there is nothing to compare with. */
export async function lastBoard({ database }: Context, program: number): Promise<Instant | null> {
  const review = await database.prisma.review.findFirst({
    where: { programId: program, state: 'closed', kind: { not: 'out_of_band' } },
    orderBy: { closedAt: 'desc' },
    select: { closedAt: true },
  })
  return review?.closedAt?.getTime() ?? null
}

interface Row {
  key: string
  state: RiskState
  likelihood: number
  impact: number
}

/** The risks whose cell or state differs from what their events had made of them by `since`. */
export async function movedSince(
  { database }: Context,
  program: number,
  facts: readonly RiskFact[],
  since: Instant,
): Promise<Map<string, MovedRiskDto>> {
  const last = (field: string): string =>
    `(SELECT e.body->'set'->>'${field}' FROM risk_event e
      WHERE e.risk_id = r.id AND e.at <= $2 AND e.body->'set' ? '${field}' ORDER BY e.version DESC LIMIT 1)`
  const { rows } = await database.pool.query<Row>(
    `SELECT r.key, ${last('state')} AS state, ${last('likelihood')}::int AS likelihood, ${last('impact')}::int AS impact
     FROM risk r WHERE r.program_id = $1 AND r.created_at <= $2`,
    [program, new Date(since)],
  )
  const before = new Map(rows.map((row) => [row.key, row]))
  const place = ({ likelihood, impact, state }: Omit<Row, 'key'>) => ({
    likelihood,
    impact,
    state,
    score: riskScore({ likelihood, impact }),
  })
  return new Map(
    facts.flatMap((fact) => {
      const was = before.get(fact.key)
      const same = was?.likelihood === fact.likelihood && was.impact === fact.impact && was.state === fact.state
      return was === undefined || same
        ? []
        : [[fact.key, { key: fact.key, from: place(was), to: place(fact) }] as const]
    }),
  )
}
