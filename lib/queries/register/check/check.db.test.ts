import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runBody, sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { administrator, person } from '@/e2e/harness/people'
import { operator, type TokenActor } from '@/lib/auth/actor'
import { makeKeyIn, nextKeyFile, type SignerPlace } from '@/lib/db/signer'
import { initialise } from '@/lib/verbs/installation/initialise'
import { claimSetupCode } from '@/lib/verbs/person/claim-setup-code'
import { deactivatePerson } from '@/lib/verbs/person/deactivate'
import { endAdministrator } from '@/lib/verbs/person/end-administrator'
import { endRole } from '@/lib/verbs/person/end-role'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { issueSetupCode } from '@/lib/verbs/person/issue-setup-code'
import { storeDefinition } from '@/lib/verbs/program/store'
import { rotateKey } from '@/lib/verbs/register/rotate-key'
import { seal } from '@/lib/verbs/register/seal'
import { createToken } from '@/lib/verbs/token/create'
import { revokeToken } from '@/lib/verbs/token/revoke'
import { acceptUpload } from '@/lib/verbs/upload/accept'
import { completeOverdueRuns } from '@/lib/verbs/upload/complete'
import { closeWindows } from '@/lib/verbs/window/close'
import { bundledProgram } from '../../../../cli/installation/bundled'
import { withClient } from '../../../../cli/installation/databases'
import { checkRegister } from './check'
import { factMatchers } from './facts'
import { logMatchers } from './log'
import { peopleMatchers } from './people'

const PROGRAM = 'asupersync-browser'

let test: TestDatabase
const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-check-'))
const keyFile = path.join(folder, 'register.pem')
const signer: SignerPlace = { pem: null, keyFile, stateFile: `${keyFile}.signed.json` }
afterAll(() => rmSync(folder, { recursive: true }))

/** A history with an entry of every type that there is so far. */
beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  const { context } = test
  await initialise(context, { demo: false })
  makeKeyIn(signer.keyFile)
  await storeDefinition(context, operator, bundledProgram())
  const { code } = await issueSetupCode(context)
  const first = await person(test, 'First')
  await claimSetupCode(context, first, code)
  const admin = await administrator(test, 'Second "quoted" Ünïcode')
  const leaver = await person(test, 'Leaver')
  const former = await administrator(test, 'Former')
  await endAdministrator(context, admin, former.user)
  const change = { program: PROGRAM, user: leaver.user, role: 'security-lead' }
  await grantRole(context, admin, change)
  await endRole(context, admin, change)
  await grantRole(context, admin, change)
  await deactivatePerson(context, admin, leaver.user)
  const made = await createToken(context, admin, { program: PROGRAM, name: 'CI', scope: 'upload', gated: true })
  const spare = await createToken(context, operator, { program: PROGRAM, name: 'spare', scope: 'read', gated: false })
  await revokeToken(context, admin, PROGRAM, spare.id)
  const { id: program } = await context.database.prisma.program.findUniqueOrThrow({ where: { slug: PROGRAM } })
  const token: TokenActor = { kind: 'token', token: made.id, program, scope: 'upload', gated: true }
  const upload = (run: object, rest: object = {}): Promise<unknown> =>
    acceptUpload(context, token, {
      program: PROGRAM,
      key: null,
      bytes: Buffer.from(JSON.stringify(runBody(run, [sample('M-PERF-01A', 1, 'bytes')], rest))),
    })
  await upload({ id: 'parts', complete: false })
  await upload({ id: 'parts', complete: false }, { defects: [] })
  await upload(
    { id: 'parts', complete: true },
    { defects: [{ id: 'D-1', kind: 'correctness', severity: 'P0', opened: '2026-11-17T11:30:00.000Z' }] },
  )
  await upload({ id: 'left open', complete: false })
  test.setNow('2026-11-24T12:00:00.000Z')
  await completeOverdueRuns(context)
  await closeWindows(context)
  await upload({ id: 'late' })
  await closeWindows(context)
  await seal(context, signer, { everything: true })
  const next = makeKeyIn(nextKeyFile(signer))
  await rotateKey(context, operator, signer, next.publicKey)
  await seal(context, signer, { everything: true })
})

const asOwner = (sql: string): Promise<unknown> =>
  withClient(test.ownerUrl, (client) => client.query(`SET session_replication_role = replica; ${sql}`))

describe('register check', () => {
  it('finds a true history in order, with every type that is matched in it', async () => {
    const check = await checkRegister(test.context)
    expect(check.findings).toEqual([])
    expect(check).toMatchObject({ waiting: 0, checkpoints: 2, unmatched: [] })
    const { rows } = await test.context.database.pool.query<{ type: string }>(
      'SELECT DISTINCT type FROM register_entry',
    )
    const matchers = [...factMatchers, ...peopleMatchers, ...logMatchers]
    const absent = matchers.map(({ type }) => type).filter((type) => !rows.some((row) => row.type === type))
    expect(absent).toEqual(['register.origin_opened'])
  })

  describe('names what was changed behind its back', () => {
    let undo: string | null = null
    beforeEach(() => {
      undo = null
    })

    const keep = async (table: string): Promise<void> => {
      await asOwner(`DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT * FROM ${table}`)
      undo = `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept; DROP TABLE kept`
    }

    it.each([
      [
        'an entry changed',
        'register_entry',
        `UPDATE register_entry SET payload = '{"token":99}' WHERE type = 'token.revoked'`,
        /Entry \d+ .*token\.revoked.* digest differs/,
      ],
      [
        'an entry re-dated',
        'register_entry',
        `UPDATE register_entry SET at = at + interval '1 ms' WHERE type = 'role.granted'`,
        /role\.granted.* digest differs/,
      ],
      [
        'an entry changed with its digest',
        'register_entry',
        `UPDATE register_entry SET actor = 'operator', digest = sha256(convert_to('{"actor":"operator","at":"2026-11-18T12:00:00.000Z","payload":' || convert_from(payload, 'UTF8') || ',"program":"${PROGRAM}","type":"token.revoked"}', 'UTF8')) WHERE type = 'token.revoked'`,
        /its leaf differs/,
      ],
      [
        'a payload in another form',
        'register_entry',
        `UPDATE register_entry SET payload = convert_to(convert_from(payload, 'UTF8') || ' ', 'UTF8') WHERE type = 'token.revoked'`,
        /not in canonical form/,
      ],
      [
        'a payload that is no JSON',
        'register_entry',
        `UPDATE register_entry SET payload = 'x' WHERE type = 'token.revoked'`,
        /not JSON/,
      ],
      [
        'a leaf changed',
        'register_leaf',
        `UPDATE register_leaf SET hash = sha256('x') WHERE index = 3`,
        /its leaf differs/,
      ],
      ['a leaf gone', 'register_leaf', 'DELETE FROM register_leaf WHERE index = 3', /Leaf 3 is missing/],
      [
        'a subtree changed',
        'register_node',
        `UPDATE register_node SET hash = sha256('x') WHERE level = 2 AND index = 1`,
        /subtree 2\/1 is not what/,
      ],
      [
        'a checkpoint of another root',
        'register_checkpoint',
        `UPDATE register_checkpoint SET root = sha256('x')`,
        /another root than its entries/,
      ],
      [
        'a checkpoint with another signature',
        'register_checkpoint',
        `UPDATE register_checkpoint SET note = overlay(note placing 'AAAA' from length(note) - 20)`,
        /does not hold/,
      ],
      [
        'a role that nobody gave',
        'role_assignment',
        `INSERT INTO role_assignment (program_id, user_id, role, granted_by, granted_at) SELECT program_id, user_id, 'program-owner', granted_by, granted_at FROM role_assignment LIMIT 1`,
        /role assignment \d+ has no entry of type role\.granted/,
      ],
      [
        'a role taken without a word',
        'role_assignment',
        `UPDATE role_assignment SET role = 'phase-owner' WHERE id = 1`,
        /role assignment 1 has no entry of type role\.granted/,
      ],
      [
        'a token made gated',
        'api_token',
        `UPDATE api_token SET scope = 'upload', gated = true WHERE name = 'spare'`,
        /token \d+ has no entry of type token\.created/,
      ],
      [
        'a token un-revoked',
        'api_token',
        `UPDATE api_token SET revoked_at = null, revoked_by = null`,
        /token\.revoked\) has no row/,
      ],
      ['an upload gone', 'upload', 'DELETE FROM upload WHERE id = 2', /upload\.accepted\) has no row/],
      [
        "an upload's body changed",
        'upload',
        `UPDATE upload SET body = '\\x4b4c4a0600' WHERE id = 1`,
        /Upload 1: its stored body/,
      ],
      [
        "an upload's body and digest changed",
        'upload',
        `UPDATE upload SET body = '\\x4b4c4a0600', canonical_digest = sha256('abc') WHERE id = 1`,
        /upload 1 has no entry/,
      ],
      [
        'a run made ungated',
        'run',
        `UPDATE run SET gated = false, position = null`,
        /upload\.accepted\) has no row that says the same/,
      ],
      [
        'a definition changed',
        'program_revision',
        `UPDATE program_revision SET canonical = replace(canonical, '"approvals":3', '"approvals":1')`,
        /program revision \d+ is not what was stored/,
      ],
      [
        'an evaluation made green',
        'window_evaluation',
        `UPDATE window_evaluation SET status = 'green'`,
        /evaluation 1 has no entry of type window\.closed/,
      ],
      [
        'a scoreboard changed',
        'window_evaluation',
        `UPDATE window_evaluation SET scoreboard = replace(scoreboard, 'red', 'green')`,
        /window evaluation \d+ is not what was stored/,
      ],
      [
        'an administrator from nowhere',
        'administrator',
        `INSERT INTO administrator (user_id, granted_by, granted_at) SELECT user_id, 'operator', now() FROM role_assignment LIMIT 1`,
        /administrator \d+ has no entry/,
      ],
      [
        'another key of the register',
        'register_key',
        `INSERT INTO register_key (public_key, established_at, replaces_id) SELECT sha256('x'), now(), max(id) FROM register_key`,
        /register key \d+ has no entry/,
      ],
    ])('%s', async (_, table, sql, expected) => {
      await keep(table)
      try {
        await asOwner(sql)
        const { findings } = await checkRegister(test.context)
        expect(findings.map(({ message }) => message).join('\n')).toMatch(expected)
      } finally {
        await asOwner(undo ?? '')
      }
      expect((await checkRegister(test.context)).findings).toEqual([])
    })
  })

  it('counts what waits for its leaf, and types that nothing is held against', async () => {
    await test.context.database.pool.query(
      `INSERT INTO register_entry (type, actor, at, payload, digest) SELECT 'something.new', actor, at, payload, digest FROM register_entry LIMIT 1`,
    )
    expect(await checkRegister(test.context)).toMatchObject({
      waiting: 1,
      unmatched: [{ type: 'something.new', entries: 1 }],
    })
  })
})
