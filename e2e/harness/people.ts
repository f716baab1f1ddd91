import type { UserActor } from '@/lib/auth/actor'
import { operator } from '@/lib/auth/actor'
import { grantAdministrator } from '@/lib/verbs/person/grant-administrator'
import { signUp } from '@/lib/verbs/person/sign-up'
import type { TestDatabase } from './database'

/** Someone who has signed in, without any role. */
export async function person({ context }: TestDatabase, name: string): Promise<UserActor> {
  const signed = await signUp(context, { issuer: 'test', subject: name, name, email: `${name}@example.test` })
  if (signed === null) throw new Error(`${name} has been deactivated`)
  return { kind: 'user', user: signed.user }
}

/** Someone who administers the installation. */
export async function administrator(test: TestDatabase, name: string): Promise<UserActor> {
  const actor = await person(test, name)
  await grantAdministrator(test.context, operator, actor.user)
  return actor
}

export interface RegisterRow {
  type: string
  actor: string
  at: string
  payload: unknown
}

/** What the register took down while `work` ran, in its order. */
export async function entriesOf({ context }: TestDatabase, work: () => Promise<unknown>): Promise<RegisterRow[]> {
  const { pool } = context.database
  const last = await pool.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM register_entry')
  await work()
  const { rows } = await pool.query<{ type: string; actor: string; at: Date; payload: Buffer }>(
    'SELECT type, actor, at, payload FROM register_entry WHERE id > $1 ORDER BY id',
    [last.rows[0]?.id],
  )
  return rows.map(({ type, actor, at, payload }) => ({
    type,
    actor,
    at: at.toISOString(),
    payload: JSON.parse(payload.toString()) as unknown,
  }))
}
