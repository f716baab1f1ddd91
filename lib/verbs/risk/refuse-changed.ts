import type pg from 'pg'
import type { ProgramState } from '@/lib/db/program-state'
import type { RiskFact } from '@/lib/db/risk-facts'
import type { RiskEventType, RiskFields } from '@/lib/domain/risk/event'
import { eventWords } from '@/lib/domain/risk/event-words'
import { Refusal } from '../refusal'

interface Row {
  version: number
  type: RiskEventType
  by: string
  at: Date
  body: { set: Partial<RiskFields> }
}

/** Refuses a change to a version that is no longer the last, and says who changed what since. */
export async function refuseChanged(
  client: pg.PoolClient,
  state: ProgramState,
  risk: RiskFact,
  seen: number,
): Promise<never> {
  const { rows } = await client.query<Row>(
    'SELECT version, type, by, at, body FROM risk_event WHERE risk_id = $1 AND version > $2 ORDER BY version',
    [risk.id, seen],
  )
  const people = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM user_account WHERE id::text = ANY($1)',
    [rows.flatMap(({ by, body }) => [by.replace(/^user:/, ''), body.set.ownerId ?? ''])],
  )
  const names = new Map(people.rows.map(({ id, name }) => [id, name]))
  const nameOf = (user: string): string => names.get(user) ?? 'someone'
  const { zone } = state.revision.compiled.program
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const changes = rows.map(({ type, by, at, body }) => {
    const who = by.startsWith('user:') ? nameOf(by.slice(5)) : /^(token|ci):/.test(by) ? 'CI' : 'Signalbox'
    return `${who} ${eventWords(type, body.set, nameOf)} (${clock.format(at)})`
  })
  const what = changes.length === 0 ? 'It is at another version.' : `${changes.join('; ')}.`
  throw new Refusal(
    'conflict',
    'changed',
    `${risk.key} has changed since you opened it. ${what} Look at it as it is now, then send this again.`,
    rows.map(({ type }, index) => ({ path: 'version', code: type, message: changes[index] ?? '' })),
  )
}
