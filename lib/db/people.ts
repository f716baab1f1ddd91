import type { Queryable } from './query'

/** Whether someone has an account here that stands. */
export async function isActive(db: Queryable, user: string): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM user_account WHERE id = $1 AND deactivated_at IS NULL', [user])
  return rows.length > 0
}

/** Names by id, for whoever acted. */
export async function namesOf(db: Queryable, users: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ id: string; name: string }>(
    'SELECT id, name FROM user_account WHERE id = ANY($1::uuid[])',
    [[...new Set(users)]],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
