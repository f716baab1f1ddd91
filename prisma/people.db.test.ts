import { beforeAll, describe, expect, it } from 'vitest'
import { askedAs } from '@/e2e/harness/append-only'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { confirmed } from '@/e2e/harness/enrolment'
import { administrator, person } from '@/e2e/harness/people'
import { grantDeputy } from '@/lib/verbs/deputy/grant'
import { endDeputy } from '@/lib/verbs/deputy/end'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { revokePasskey } from '@/lib/verbs/passkey/revoke'

const PROGRAM = 'asupersync-browser'
const ROLE = 'security-lead'

let test: TestDatabase

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  await withProgram(test)
  const admin = await administrator(test, 'Admin')
  const [holder, deputy] = [await person(test, 'Holder'), await person(test, 'Deputy')]
  await confirmed(test, PROGRAM, holder, admin)
  const lost = await confirmed(test, PROGRAM, holder, admin)
  await revokePasskey(test.context, holder, { passkey: lost.credentialId, reason: 'lost' })
  await grantRole(test.context, admin, { program: PROGRAM, user: holder.user, role: ROLE })
  const term = { program: PROGRAM, role: ROLE, holder: holder.user, deputy: deputy.user, from: '', until: '2026-12-01' }
  const { deputy: ended } = await grantDeputy(test.context, admin, term)
  await endDeputy(test.context, admin, { program: PROGRAM, deputy: ended })
  await grantDeputy(test.context, admin, term)
})

const { asOwner, asApp } = askedAs(() => test)

describe('a confirmation', () => {
  it.each([
    'UPDATE passkey_confirmation SET program_id = program_id',
    'DELETE FROM passkey_confirmation',
    'TRUNCATE passkey_confirmation',
  ])('stays as it is: %s', async (sql) => {
    await expect(asOwner(sql)).rejects.toThrow('append-only')
    await expect(asApp(sql)).rejects.toThrow('permission denied')
  })
})

describe('rows that cannot be', () => {
  it.each([
    [
      'a key confirmed by its owner',
      `INSERT INTO passkey_confirmation SELECT k.id, p.id, k.user_id, k.user_id, now(), now() FROM passkey k, program p`,
      'passkey_confirmation_by_someone_else',
    ],
    [
      'a confirmation that names another owner',
      `WITH k AS (INSERT INTO passkey SELECT 'unconfirmed', user_id, public_key, algorithm, name, transports, created_at FROM passkey LIMIT 1 RETURNING id, user_id)
       INSERT INTO passkey_confirmation SELECT k.id, p.id, u.id, k.user_id, now(), now() FROM k, program p, user_account u WHERE u.name = 'Deputy'`,
      'foreign key',
    ],
    [
      'a key that counts before it is confirmed',
      `INSERT INTO passkey_confirmation SELECT k.id, p.id, k.user_id, u.id, now(), now() - interval '1 second' FROM passkey k, program p, user_account u WHERE u.name = 'Deputy'`,
      'passkey_confirmation_delay',
    ],
    [
      'a key of another algorithm',
      `INSERT INTO passkey SELECT 'x', user_id, public_key, -36, name, transports, created_at FROM passkey LIMIT 1`,
      'passkey_algorithm',
    ],
    [
      'a revocation without its reason',
      `UPDATE passkey SET revoked_at = now(), revoked_by = 'x' WHERE revoked_at IS NULL`,
      'passkey_revocation',
    ],
    [
      'a revoked key that is revived',
      `UPDATE passkey SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL`,
      'stays as it is',
    ],
    ['an ended term that is revived', `UPDATE deputy SET ended_at = NULL, ended_by = NULL`, 'stays as it is'],
    [
      'a deputy of oneself',
      `INSERT INTO deputy (program_id, role, holder_id, deputy_id, starts_at, ends_at, granted_by, granted_at) SELECT program_id, role, holder_id, holder_id, starts_at, ends_at, granted_by, granted_at FROM deputy LIMIT 1`,
      'deputy_is_someone_else',
    ],
    [
      'a term that ends before it starts',
      `INSERT INTO deputy (program_id, role, holder_id, deputy_id, starts_at, ends_at, granted_by, granted_at) SELECT program_id, role, holder_id, deputy_id, ends_at, starts_at, granted_by, granted_at FROM deputy LIMIT 1`,
      'deputy_term',
    ],
    [
      'a term that began before it was granted',
      `INSERT INTO deputy (program_id, role, holder_id, deputy_id, starts_at, ends_at, granted_by, granted_at) SELECT program_id, role, holder_id, deputy_id, starts_at - interval '1 day', ends_at, granted_by, granted_at FROM deputy LIMIT 1`,
      'deputy_term',
    ],
  ])('are refused: %s', async (_, sql, constraint) => {
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })
})

describe("the app's role", () => {
  it.each([
    "UPDATE passkey SET public_key = 'x'",
    'UPDATE passkey SET user_id = user_id',
    'DELETE FROM passkey',
    'UPDATE deputy SET ends_at = ends_at',
    'DELETE FROM deputy',
  ])('may not: %s', async (sql) => {
    await expect(asApp(sql)).rejects.toThrow('permission denied')
  })
})
