import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { administrator, entriesOf, person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { operator } from '@/lib/auth/actor'
import { tokenActor } from '@/lib/auth/bearer'
import { tokensOf } from '@/lib/queries/tokens'
import { sha256 } from '@/lib/register/digest'
import { acceptUpload } from '../upload/accept'
import { grantRole } from '../person/grant-role'
import { createToken, type NewToken } from './create'
import { revokeToken } from './revoke'

const PROGRAM = 'asupersync-browser'
const NOW = '2026-11-18T12:00:00.000Z'

let test: TestDatabase
let admin: UserActor
let owner: UserActor

beforeAll(async () => {
  test = await testDatabase(NOW)
  await withProgram(test)
  admin = await administrator(test, 'Admin')
  owner = await person(test, 'Owner')
  await grantRole(test.context, admin, { program: PROGRAM, user: owner.user, role: 'program-owner' })
})

const input = (changes: Partial<NewToken> = {}): NewToken => ({
  program: PROGRAM,
  name: 'CI of main',
  scope: 'upload',
  gated: true,
  ...changes,
})

const create = (changes: Partial<NewToken> = {}) => createToken(test.context, admin, input(changes))
const actorOf = (token: string) => tokenActor(test.context.database, token)

describe('createToken', () => {
  it('makes a bearer of one program, with its scope and its right to gated runs', async () => {
    const { id, token } = await create()
    expect(token).toMatch(/^sbx_[\w-]{43}$/)
    expect(await actorOf(token)).toMatchObject({ kind: 'token', token: id, scope: 'upload', gated: true })
    const reader = await create({ scope: 'read', gated: false })
    expect(await actorOf(reader.token)).toMatchObject({ scope: 'read', gated: false })
  })

  it('keeps the digest alone, in every table', async () => {
    const { id, token } = await create()
    const row = await test.context.database.prisma.apiToken.findUniqueOrThrow({ where: { id } })
    expect(Buffer.from(row.hash)).toEqual(sha256(token))
    expect(row.hint).toBe(token.slice(0, 10))
    const secret = token.slice(10)
    const { rows } = await test.context.database.pool.query<{ text: string }>(
      `SELECT t::text AS text FROM api_token t
       UNION ALL SELECT convert_from(payload, 'UTF8') FROM register_entry`,
    )
    expect(rows.some(({ text }) => text.includes(secret))).toBe(false)
  })

  it('is on the register, with its name by digest', async () => {
    let id = 0
    const entries = await entriesOf(test, async () => {
      ;({ id } = await create({ name: '  Nightly  ' }))
    })
    const payload = { token: id, scope: 'upload', gated: true, nameDigest: sha256('Nightly').toString('hex') }
    expect(entries).toEqual([{ type: 'token.created', actor: `user:${admin.user}`, at: NOW, payload }])
  })

  it.each([
    ['without a name', { name: '  ' }, { path: 'name', code: 'length' }],
    ['with a name that goes on and on', { name: 'x'.repeat(101) }, { path: 'name', code: 'length' }],
    ['that reads and is gated', { scope: 'read', gated: true }, { path: 'gated', code: 'scope' }],
  ] as const)('refuses one %s', async (_, changes, fault) => {
    await expect(create(changes)).rejects.toMatchObject({ status: 422, faults: [fault] })
  })

  it('is for administrators: a role of the program does not do', async () => {
    await expect(createToken(test.context, owner, input())).rejects.toMatchObject({ code: 'not_administrator' })
    await expect(tokensOf(test.context, owner, PROGRAM)).rejects.toMatchObject({ code: 'not_administrator' })
    await expect(create({ program: 'no-such-program' })).rejects.toMatchObject({ status: 404 })
    expect((await createToken(test.context, operator, input())).token).toMatch(/^sbx_/)
  })
})

describe('revokeToken', () => {
  it('refuses the token from then on, once for all, and says so on the register', async () => {
    const { id, token } = await create()
    const entries = await entriesOf(test, async () => {
      await revokeToken(test.context, admin, PROGRAM, id)
      await revokeToken(test.context, admin, PROGRAM, id)
    })
    expect(entries).toEqual([{ type: 'token.revoked', actor: `user:${admin.user}`, at: NOW, payload: { token: id } }])
    expect(await actorOf(token)).toBeNull()
    const listed = await tokensOf(test.context, admin, PROGRAM)
    expect(listed.find((one) => one.id === id)?.revokedAt).toBe(NOW)
  })

  it('refuses a request that was let in before', async () => {
    const { id, token } = await create()
    const actor = await actorOf(token)
    if (actor === null) throw new Error('the token does not stand')
    await revokeToken(test.context, admin, PROGRAM, id)
    const run = {
      id: 'late',
      commit: 'a'.repeat(40),
      ref: 'refs/heads/main',
      startedAt: NOW,
      gated: true,
      complete: true,
    }
    const bytes = Buffer.from(JSON.stringify({ run }))
    const upload = acceptUpload(test.context, actor, { program: PROGRAM, key: null, bytes })
    await expect(upload).rejects.toMatchObject({ status: 401, code: 'token_revoked' })
  })

  it('is for administrators, and for tokens of that program', async () => {
    const { id, token } = await create()
    await expect(revokeToken(test.context, owner, PROGRAM, id)).rejects.toMatchObject({ code: 'not_administrator' })
    await expect(revokeToken(test.context, admin, 'no-such-program', id)).rejects.toMatchObject({ status: 404 })
    await expect(revokeToken(test.context, admin, PROGRAM, id + 1_000)).rejects.toMatchObject({ status: 404 })
    expect(await actorOf(token)).not.toBeNull()
  })
})
