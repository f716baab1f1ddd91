import type { TokenActor } from './actor'
import { sha256 } from '@/lib/register/digest'
import type { Database } from '@/lib/db/database'

interface TokenRow {
  id: number
  program_id: number
  scope: 'upload' | 'read'
  gated: boolean
  last_used_at: Date | null
}

const MINUTE = 60_000

/** The token's actor, or null where no such token stands. */
export async function tokenActor(database: Database, token: string): Promise<TokenActor | null> {
  const { rows } = await database.pool.query<TokenRow>({
    name: 'token',
    text: 'SELECT id, program_id, scope, gated, last_used_at FROM api_token WHERE hash = $1 AND revoked_at IS NULL',
    values: [sha256(token)],
  })
  const row = rows[0]
  if (row === undefined) return null
  await touch(database, row)
  return { kind: 'token', token: row.id, program: row.program_id, scope: row.scope, gated: row.gated }
}

/** Notes the last use, to the minute: it is for people, and must not make uploads wait for each other. */
async function touch(database: Database, { id, last_used_at }: TokenRow): Promise<void> {
  if (last_used_at !== null && Date.now() - last_used_at.getTime() < MINUTE) return
  await database.pool.query(
    `UPDATE api_token SET last_used_at = clock_timestamp() WHERE id = (
       SELECT id FROM api_token WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
       FOR UPDATE SKIP LOCKED)`,
    [id],
  )
}
