import { riskDifferences } from '@/lib/db/review-facts'
import type { RiskFact } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
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

/** The risks whose cell or state differs from what it was at `since`, by their keys. */
export async function movedSince(
  { database }: Context,
  program: number,
  facts: readonly RiskFact[],
  since: Instant,
  now: Instant,
): Promise<Map<string, MovedRiskDto>> {
  const changed = await riskDifferences(database.pool, program, since, now)
  const standing = new Map(facts.map((fact) => [fact.key, fact]))
  return new Map(
    changed.flatMap(({ key, score, state }) => {
      const fact = standing.get(key)
      if (fact === undefined || (score === null && state === null)) return []
      const { likelihood, impact } = score?.from ?? fact
      const from = { likelihood, impact, score: riskScore({ likelihood, impact }), state: state?.from ?? fact.state }
      const to = { likelihood: fact.likelihood, impact: fact.impact, score: fact.score, state: fact.state }
      return [[key, { key, from, to }] as const]
    }),
  )
}
