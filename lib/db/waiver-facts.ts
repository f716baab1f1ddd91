import type { Waivable, Waiver } from '@/lib/domain/waiver/active'
import type { Queryable } from './query'

interface Row {
  id: number
  of: 'series' | 'criterion'
  target: string
  verdict: Waivable
  start: Date
  end: Date
  opened_at: Date
  expires_at: Date
  ended_at: Date | null
}

/** All waivers that a program ever opened; `activeWaivers` says which of them hold. */
export async function waiverFacts(db: Queryable, program: number): Promise<Waiver[]> {
  const { rows } = await db.query<Row>({
    name: 'waivers',
    text: `SELECT id, of, target, verdict, starts_at AS start, ends_at AS "end", opened_at, expires_at, ended_at
           FROM waiver WHERE program_id = $1 ORDER BY id`,
    values: [program],
  })
  return rows.map((row) => ({
    id: row.id,
    of: row.of,
    target: row.target,
    verdict: row.verdict,
    start: row.start.getTime(),
    end: row.end.getTime(),
    openedAt: row.opened_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
  }))
}
