import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'

/** A risk that nobody active owns, though the board must see it. */
export interface UnownedRiskDto {
  key: string
  title: string
  score: number
}

/** Risks at or above the program's threshold that nobody active owns, the highest first. A closed one needs no owner. */
export async function unownedRisks({ database }: Context, state: ProgramState): Promise<UnownedRiskDto[]> {
  const { rows } = await database.pool.query<UnownedRiskDto>({
    name: 'risks_unowned',
    text: `SELECT r.key, r.title, r.likelihood * r.impact AS score FROM risk r
           LEFT JOIN user_account u ON u.id = r.owner_id AND u.deactivated_at IS NULL
           WHERE r.program_id = $1 AND r.state <> 'closed' AND u.id IS NULL AND r.likelihood * r.impact >= $2
           ORDER BY score DESC, r.key`,
    values: [state.id, state.revision.compiled.program.riskPolicy.threshold],
  })
  return rows
}
