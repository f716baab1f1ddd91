import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { vote } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { confirmed, enrolled } from '@/e2e/harness/enrolment'
import { PROGRAM } from '@/e2e/harness/gates'
import { closeOneRisk, effects, enterFirstPhase, type History, historyOf, openEnds } from '@/e2e/harness/history'
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

  it.each([
    ['vote', `UPDATE vote SET vote = 'reject' WHERE id = 1`, /vote 1 has no entry of type vote\.cast/],
    ['vote', `DELETE FROM vote WHERE id = 2`, /Entry \d+ \(vote\.cast\) has no row/],
    [
      'vote',
      `UPDATE vote SET person = (SELECT person FROM vote v WHERE v.person <> vote.person LIMIT 1) WHERE id = 1`,
      /vote 1 has no entry/,
    ],
    ['vote', `UPDATE vote SET signature = '\\x00' WHERE id = 1`, /vote 1 is not what .* says: its assertion differs/],
    [
      'vote',
      `UPDATE vote SET statement = '\\x7b7d', statement_digest = sha256('{}') WHERE id = 1`,
      /Vote 1 is not what its signed statement says/,
    ],
    [
      'vote',
      `UPDATE vote SET rationale = 'No.', rationale_digest = sha256('No.') WHERE id = 1`,
      /Vote 1 is not what its signed statement says/,
    ],
    [
      'vote',
      `UPDATE vote SET method = 'session', credential_id = null, signature = null, client_data = null, authenticator_data = null WHERE id = 1`,
      /vote 1 has no entry/,
    ],
    [
      'packet',
      `UPDATE packet SET bytes = bytes || ' ', sha256 = sha256(bytes || ' ') WHERE id = 1`,
      /packet 1 has no entry of type decision\.sealed/,
    ],
    ['packet', `UPDATE packet SET judgement = sha256('x')`, /decision\.decided/],
    [
      'decision',
      `UPDATE decision SET outcome = 'rejected' WHERE kind = 'promotion'`,
      /decision \d+ has no entry of type decision\.decided/,
    ],
    [
      'decision',
      `UPDATE decision SET input = input || '{"to":"pilot"}' WHERE kind = 'waiver'`,
      /its inputDigest differs/,
    ],
    [
      'decision',
      `UPDATE decision SET state = 'sealed', ended_at = null WHERE state = 'expired'`,
      /is not as its history and its packets leave it/,
    ],
    ['decision', `UPDATE decision SET breached_at = null`, /decision\.overdue\) has no row/],
    [
      'decision_event',
      `UPDATE decision_event SET body = jsonb_set(body, '{changes}', '["nothing"]') WHERE type = 'stale'`,
      /its changesDigest differs/,
    ],
    ['decision_event', `DELETE FROM decision_event WHERE type = 'split'`, /decision\.split\) has no row/],
    [
      'decision_event',
      `UPDATE decision_event SET body = '{"reason":"x"}' WHERE type = 'withdrawn'`,
      /has no entry of type decision\.withdrawn/,
    ],
    [
      'waiver',
      `UPDATE waiver SET expires_at = expires_at + interval '30 days'`,
      /waiver 1 has no entry of type waiver\.opened/,
    ],
    ['waiver', `UPDATE waiver SET end_reason = 'Other words.'`, /waiver 1 has no entry of type waiver\.ended/],
    ['waiver', `UPDATE waiver SET ended_at = null, ended_by = null, end_reason = null`, /waiver\.ended\) has no row/],
    [
      'waiver',
      `UPDATE waiver SET starts_at = starts_at - interval '30 days'`,
      /waiver 1 is not what its decision gave/,
    ],
    [
      'waiver',
      `INSERT INTO waiver SELECT (w).* FROM (SELECT jsonb_populate_record(w, '{"id":99,"decision_id":1}') AS w FROM waiver w) x`,
      /waiver 99 has no entry/,
    ],
    [
      'remediation_plan',
      `UPDATE remediation_plan SET text = 'Nothing.' WHERE id = 1`,
      /plan 1 has no entry of type plan\.opened/,
    ],
    [
      'remediation_plan',
      `UPDATE remediation_plan SET ended_at = null, ended_by = null, end_reason = null WHERE id = 2`,
      /plan\.ended\) has no row/,
    ],
    ['parity_debt', `UPDATE parity_debt SET surface = 'actor'`, /debt 1 has no entry of type parity_debt\.opened/],
    ['program', `UPDATE program SET phase = 'pilot'`, /is not in the phase that it entered last/],
    ['phase_change', `UPDATE phase_change SET phase = 'pilot'`, /entry into pilot has no entry/],
    ['incident', `UPDATE incident SET outcome = 'dismiss'`, /incident 1 has no entry of type incident\.ended/],
    ['incident', `UPDATE incident SET statement = 'Nothing.'`, /its statementDigest differs/],
    [
      'incident_signal',
      `UPDATE incident_signal SET evidence = '[{"uri":"s3://other","sha256":null}]' WHERE id = 1`,
      /signal 1 is not what .* evidenceDigest differs/,
    ],
    ['post_mortem', `UPDATE post_mortem SET uri = 's3://other'`, /its uriDigest differs/],
    ['attestation', `UPDATE attestation SET criterion = 'alpha-entry-2' WHERE id = 1`, /attestation 1 has no entry/],
    ['attestation_withdrawal', `DELETE FROM attestation_withdrawal`, /attestation\.withdrawn\) has no row/],
    ['defect_record', `UPDATE defect_record SET title = 'Fine'`, /its wordsDigest differs/],
    ['defect_resolution', `DELETE FROM defect_resolution`, /defect\.resolved\) has no row/],
    [
      'passkey',
      `UPDATE passkey SET public_key = '\\x00' WHERE created_at = (SELECT max(created_at) FROM passkey)`,
      /passkey \S+ has no entry of type passkey\.enrolled/,
    ],
    ['passkey', `UPDATE passkey SET name = 'x'`, /passkey \S+ has no entry of type passkey\.renamed/],
    [
      'passkey',
      `UPDATE passkey SET revoked_at = null, revoked_by = null, revoked_reason = null`,
      /passkey\.revoked\) has no row/,
    ],
    [
      'passkey_confirmation',
      `UPDATE passkey_confirmation SET counts_from = confirmed_at - interval '1 day' WHERE confirmed_at = (SELECT max(confirmed_at) FROM passkey_confirmation)`,
      /confirmation of passkey \S+ has no entry/,
    ],
    [
      'deputy',
      `UPDATE deputy SET ends_at = ends_at + interval '1 day' WHERE id = 1`,
      /deputy 1 has no entry of type deputy\.granted/,
    ],
    ['deputy', `UPDATE deputy SET ended_at = null, ended_by = null`, /deputy\.ended\) has no row/],
    [
      'risk',
      `UPDATE risk SET likelihood = 1 WHERE key = 'RISK-TECH-02'`,
      /event \d+ of risk RISK-TECH-02 has no entry of type risk\.triggered/,
    ],
    [
      'risk',
      `UPDATE risk SET state = 'watch', closed_by_decision = null, review_due_at = now() WHERE state = 'closed'`,
      /has no entry of type risk\.closed/,
    ],
    [
      'risk_event',
      `UPDATE risk_event SET body = body || '{"note":"x"}' WHERE type = 'mitigation_verified'`,
      /its bodyDigest differs/,
    ],
    ['risk_event', `DELETE FROM risk_event WHERE type = 'triggered'`, /risk\.triggered\) has no row/],
    ['risk_trigger', `UPDATE risk_trigger SET statement = 'Nothing.'`, /has other triggers/],
    ['mitigation', `UPDATE mitigation SET verified_at = verified_at - interval '1 day'`, /mitigation 1 is not as/],
    ['review_outcome', `UPDATE review_outcome SET body = '{}' WHERE id = 1`, /outcome 1 has no entry/],
    [
      'review_minutes',
      `UPDATE review_minutes SET canonical = 'x', digest = sha256('x')`,
      /minutes of review 1 has no entry/,
    ],
    ['review_item', `UPDATE review_item SET facts = '{}' WHERE ordinal = 1`, /item 1 of review 1 is not what/],
    ['review_action', `UPDATE review_action SET state = 'dropped'`, /action 1 is not as its last follow-up/],
    ['action_follow_up', `UPDATE action_follow_up SET note = 'x' WHERE id = 1`, /follow-up 1 has no entry/],
  ])('names a changed %s: %s', async (table, sql, expected) => {
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
