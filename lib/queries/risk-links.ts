import type { Context } from '@/lib/db/transact'

/** A risk as other pages name it. */
export interface RiskNameDto {
  key: string
  title: string
}

/** The risks with a signal bound to one of these metrics or measures. */
export async function risksBoundTo({ database }: Context, program: number, ids: string[]): Promise<RiskNameDto[]> {
  const { rows } = await database.pool.query<RiskNameDto>(
    `SELECT r.key, r.title FROM risk r
     WHERE r.program_id = $1 AND EXISTS (
       SELECT 1 FROM jsonb_array_elements(r.signals) s, jsonb_array_elements(coalesce(s->'bind', '[]')) b
       WHERE b->>'metric' = ANY($2) OR coalesce(b->'metrics', '[]') ?| $2
     ) ORDER BY r.key`,
    [program, ids],
  )
  return rows
}

/** A risk that a run put back to Open, by which of its signals. */
export interface FiredDto extends RiskNameDto {
  signal: string
}

export async function firedBy({ database }: Context, run: number): Promise<FiredDto[]> {
  const { rows } = await database.pool.query<FiredDto>(
    `SELECT r.key, r.title, t.signal FROM risk_trigger t JOIN risk r ON r.id = t.risk_id
     WHERE t.run_id = $1 ORDER BY r.key, t.id`,
    [run],
  )
  return rows
}
