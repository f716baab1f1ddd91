import { describe, expect, it } from 'vitest'
import { withClient } from '../../cli/installation/databases'
import type { TestDatabase } from './database'

/** A statement to a test's database, as the owner of its tables and as the app. */
export function askedAs(test: () => TestDatabase) {
  return {
    asOwner: (sql: string): Promise<unknown> => withClient(test().ownerUrl, (client) => client.query(sql)),
    asApp: (sql: string): Promise<unknown> => test().context.database.pool.query(sql),
  }
}

/** What semantics 12 asks of each of these tables: what is written stays, whoever asks. */
export function appendOnly(test: () => TestDatabase, tables: readonly string[]): void {
  const { asOwner, asApp } = askedAs(test)
  describe.each(tables)('%s', (table) => {
    it('has a row, and refuses UPDATE, DELETE and TRUNCATE even to its owner', async () => {
      const { rows } = await test().context.database.pool.query<{ column: string; n: number }>(
        `SELECT (SELECT column_name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position LIMIT 1) AS "column",
                (SELECT count(*)::int FROM ${table}) AS n`,
        [table],
      )
      const [found] = rows
      expect(found?.n).toBeGreaterThan(0)
      const same = `UPDATE ${table} SET "${found?.column}" = "${found?.column}"`
      for (const sql of [same, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
        await expect(asOwner(sql)).rejects.toThrow('append-only')
        await expect(asApp(sql)).rejects.toThrow('permission denied')
      }
    })
  })
}
