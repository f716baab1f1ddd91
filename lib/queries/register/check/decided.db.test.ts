import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { vote } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { confirmed, enrolled } from '@/e2e/harness/enrolment'
import { PROGRAM } from '@/e2e/harness/gates'
import {
  closeOneRisk,
  effects,
  enterFirstPhase,
  type History,
  historyOf,
  openEnds,
  silenceAndFailure,
} from '@/e2e/harness/history'
import { person } from '@/e2e/harness/people'
import { confirmDefectList } from '@/lib/verbs/defect/confirm-list'
import { recordDefect } from '@/lib/verbs/defect/record'
import { resolveDefect } from '@/lib/verbs/defect/resolve'
import { endDeputy } from '@/lib/verbs/deputy/end'
import { grantDeputy } from '@/lib/verbs/deputy/grant'
import { renamePasskey } from '@/lib/verbs/passkey/rename'
import { revokePasskey } from '@/lib/verbs/passkey/revoke'
import { deactivatePerson } from '@/lib/verbs/person/deactivate'
import { closeReview } from '@/lib/verbs/review/close'
import { followUpAction } from '@/lib/verbs/review/follow-up'
import { recordOutcome } from '@/lib/verbs/review/record-outcome'
import { startReview } from '@/lib/verbs/review/start'
import { stepReview } from '@/lib/verbs/review/step'
import { withClient } from '../../../../cli/installation/databases'
import { checkRegister } from './check'
import { decisionMatchers } from './decisions'
import { effectMatchers } from './effects'
import { damage } from './fixtures/damage'
import { gateMatchers } from './gates'
import { keyMatchers } from './keys'
import { reviewMatchers } from './reviews'

let test: TestDatabase
let history: History

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  history = await historyOf(test)
  await enterFirstPhase(test, history)
  await keys()
  await effects(test, history)
  await board()
  await defects()
  await closeOneRisk(test, history, 'RISK-OPS-01')
  await openEnds(test, history)
  await silenceAndFailure(test, history)
}, 180_000)

/** A deputy votes, and leaves; another's term is ended; keys are named and revoked. */
async function keys(): Promise<void> {
  const { context } = test
  const { people, triad, later, minutes } = history
  const [first, second, third] = triad
  const grant = async (name: string) => {
    const actor = await person(test, name)
    const term = { program: PROGRAM, role: third.role, holder: third.actor.user, deputy: actor.user, from: '' }
    const { deputy } = await grantDeputy(context, people.admin, { ...term, until: '2026-11-30' })
    return { actor, deputy }
  }
  const ended = await grant('Deputy One')
  later(1_000)
  await endDeputy(context, people.admin, { program: PROGRAM, deputy: ended.deputy })
  const { actor } = await grant('Deputy Two')
  const stand = { actor, role: third.role, key: await confirmed(test, PROGRAM, actor, people.admin) }
  const decision = await minutes('signed by a deputy')
  await vote(test, first, { program: PROGRAM, decision })
  await vote(test, second, { program: PROGRAM, decision })
  await vote(test, stand, { program: PROGRAM, decision, deputyOf: third.actor.user })
  for (const name of ['A "new" näme', 'Another']) {
    later(1_000)
    await renamePasskey(context, actor, { passkey: stand.key.credentialId, name })
  }
  const { credentialId } = await enrolled(test, first.actor)
  await revokePasskey(context, first.actor, { passkey: credentialId, reason: 'Lost.' })
  await deactivatePerson(context, people.admin, actor.user)
}

async function board(): Promise<void> {
  const { context } = test
  const lead = history.triad[1].actor
  history.later(1_000)
  const { number } = await startReview(context, lead, { program: PROGRAM, kind: 'weekly', cause: '' })
  const address = { program: PROGRAM, number }
  history.later(1_000)
  await stepReview(context, lead, { ...address, item: 2 })
  const said = { type: 'action', title: 'Write it down.', user: lead.user, due: '2026-12-20' } as const
  await recordOutcome(context, lead, { ...address, item: 1, key: randomUUID(), said })
  const action = { program: PROGRAM, action: 1 }
  await followUpAction(context, lead, { ...action, result: 'postponed', due: '2026-12-22', note: 'Later.' })
  await followUpAction(context, lead, { ...action, result: 'done', due: '', note: '' })
  for (let closed = false; !closed; ) ({ closed } = await closeReview(context, lead, address))
}

async function defects(): Promise<void> {
  const { context } = test
  const lead = history.triad[1].actor
  const evidence = [{ uri: 'https://example.test/tracker', sha256: null }]
  const found = { program: PROGRAM, defect: 'SEC-1', kind: 'security', severity: 'high', surface: null, evidence }
  await recordDefect(context, lead, { ...found, title: 'Förged', openedAt: '2026-11-18T13:00:00.000+01:00' })
  await resolveDefect(context, lead, { program: PROGRAM, defect: 'SEC-1', note: 'Fixed.', evidence })
  await confirmDefectList(context, lead, { program: PROGRAM, evidence })
}

const messages = async (): Promise<string> =>
  (await checkRegister(test.context)).findings.map(({ message }) => message).join('\n')

describe('register check of what people decide', () => {
  it('finds a true history in order, with every type of it', async () => {
    const check = await checkRegister(test.context)
    expect(check.findings).toEqual([])
    expect(check.unmatched).toEqual([])
    const { rows } = await test.context.database.pool.query<{ type: string }>(
      'SELECT DISTINCT type FROM register_entry',
    )
    const all = [decisionMatchers, effectMatchers, gateMatchers, keyMatchers, reviewMatchers].flat()
    const absent = all.map(({ type }) => type).filter((type) => !rows.some((row) => row.type === type))
    expect(absent).toEqual([])
  })

  it.each(damage)('names a changed %s: %s', async (table, sql, expected) => {
    await withClient(test.ownerUrl, async (client) => {
      await client.query(`SET session_replication_role = replica; CREATE TABLE kept AS SELECT * FROM "${table}"`)
      const { rows } = await client.query<{ name: string; definition: string }>(
        `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'c' AND conrelid = $1::regclass`,
        [table],
      )
      for (const { name } of rows) await client.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`)
      try {
        await client.query(sql)
        expect(await messages()).toMatch(expected)
      } finally {
        await client.query(`DELETE FROM "${table}"; INSERT INTO "${table}" SELECT * FROM kept; DROP TABLE kept`)
        for (const { name, definition } of rows) {
          await client.query(`ALTER TABLE "${table}" ADD CONSTRAINT "${name}" ${definition}`)
        }
      }
    })
  })

  it('is in order again after all that', async () => {
    expect(await messages()).toBe('')
  })
})
