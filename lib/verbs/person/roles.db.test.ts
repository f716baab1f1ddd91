import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { administrator, entriesOf, person } from '@/e2e/harness/people'
import { operator, system, type UserActor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { people } from '@/lib/queries/people'
import { recordSample } from '../upload/record-sample'
import { deactivatePerson } from './deactivate'
import { endAdministrator } from './end-administrator'
import { endRole } from './end-role'
import { grantAdministrator } from './grant-administrator'
import { grantRole } from './grant-role'
import { signUp } from './sign-up'

const PROGRAM = 'asupersync-browser'
const ROLE = 'dx-framework-owner'
const NOW = '2026-11-18T12:00:00.000Z'

let test: TestDatabase
let programId: number
let admin: UserActor
/** Someone new to each test, without a role. */
let someone: UserActor
let count = 0

beforeAll(async () => {
  test = await testDatabase(NOW)
  programId = (await withProgram(test)).program
  admin = await administrator(test, 'Admin')
})

beforeEach(async () => {
  count += 1
  someone = await person(test, `Someone ${count}`)
})

const change = (user: UserActor, role = ROLE) => ({ program: PROGRAM, user: user.user, role })
const rights = (actor: UserActor) => rightsOf(test.context.database.pool, actor, programId)
const rolesOf = async (actor: UserActor): Promise<string[]> => [...(await rights(actor)).roles]
const by = (actor: UserActor): string => `user:${actor.user}`

/** Everything that changes who may do what, as an actor would ask for it. */
const acts: [string, (actor: UserActor, target: UserActor) => Promise<void>][] = [
  ['grantRole', (actor, target) => grantRole(test.context, actor, change(target))],
  ['endRole', (actor, target) => endRole(test.context, actor, change(target))],
  ['grantAdministrator', (actor, target) => grantAdministrator(test.context, actor, target.user)],
  ['endAdministrator', (actor, target) => endAdministrator(test.context, actor, target.user)],
  ['deactivatePerson', (actor, target) => deactivatePerson(test.context, actor, target.user)],
]

describe.each(acts)('%s', (_, act) => {
  it('is for administrators: a role of the program does not do', async () => {
    await grantRole(test.context, admin, change(someone, 'program-owner'))
    const entries = await entriesOf(test, () =>
      expect(act(someone, admin)).rejects.toMatchObject({ status: 403, code: 'not_administrator' }),
    )
    expect(entries).toEqual([])
  })

  it('is refused to someone whose account no longer stands', async () => {
    await grantAdministrator(test.context, admin, someone.user)
    await deactivatePerson(test.context, admin, someone.user)
    await expect(act(someone, admin)).rejects.toMatchObject({ status: 401, code: 'signed_out' })
  })

  it('is refused to a token', async () => {
    const token = { kind: 'token', token: 1, program: programId, scope: 'upload', gated: true } as const
    await expect(act(token as unknown as UserActor, someone)).rejects.toMatchObject({ status: 401 })
  })

  it('knows nobody who is not there', async () => {
    const nobody: UserActor = { kind: 'user', user: '00000000-0000-4000-8000-000000000000' }
    const outcome = await act(admin, nobody).catch((error: unknown) => error)
    // Ending what was never given changes nothing.
    if (outcome !== undefined) expect(outcome).toMatchObject({ status: 404 })
    expect((await rights(nobody)).active).toBe(false)
  })
})

describe('a role', () => {
  it('is given and taken, each once, and each is on the register', async () => {
    const given = await entriesOf(test, async () => {
      await grantRole(test.context, admin, change(someone))
      await grantRole(test.context, admin, change(someone))
    })
    const payload = { user: someone.user, role: ROLE }
    expect(given).toEqual([{ type: 'role.granted', actor: by(admin), at: NOW, payload }])
    expect(await rolesOf(someone)).toEqual([ROLE])

    const taken = await entriesOf(test, async () => {
      await endRole(test.context, admin, change(someone))
      await endRole(test.context, admin, change(someone))
    })
    expect(taken).toEqual([{ type: 'role.ended', actor: by(admin), at: NOW, payload }])
    expect(await rolesOf(someone)).toEqual([])
  })

  it('may be given again after it ended; what was before stays on record', async () => {
    for (let time = 0; time < 2; time += 1) {
      await grantRole(test.context, admin, change(someone))
      await endRole(test.context, admin, change(someone))
    }
    await grantRole(test.context, admin, change(someone))
    const rows = await test.context.database.prisma.roleAssignment.findMany({ where: { userId: someone.user } })
    expect(rows.map(({ endedAt }) => endedAt !== null)).toEqual([true, true, false])
  })

  it('is given once though two administrators give it at once', async () => {
    const entries = await entriesOf(test, () =>
      Promise.all([1, 2, 3].map(() => grantRole(test.context, admin, change(someone)))),
    )
    expect(entries.map(({ type }) => type)).toEqual(['role.granted'])
    expect(await rolesOf(someone)).toEqual([ROLE])
  })

  it('must be one of the program', async () => {
    await expect(grantRole(test.context, admin, change(someone, 'nobody-owner'))).rejects.toMatchObject({
      status: 422,
      faults: [{ path: 'role', code: 'unknown_role' }],
    })
    await expect(
      grantRole(test.context, admin, { ...change(someone), program: 'no-such-program' }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('is not given to someone deactivated', async () => {
    await deactivatePerson(test.context, admin, someone.user)
    await expect(grantRole(test.context, admin, change(someone))).rejects.toMatchObject({ code: 'deactivated' })
  })

  it('counts from the moment it is given, and no longer once it is taken', async () => {
    const record = (key: string) =>
      recordSample(test.context, someone, {
        program: PROGRAM,
        key: `${someone.user} ${key}`,
        measure: 'M-DX-01',
        profile: 'core-min',
        environment: 'pilot',
        value: 20,
        unit: 'min',
        observedAt: '2026-11-18T11:00:00Z',
        artifact: 'https://tracker.example/1',
        record: { system: 'tracker', id: '1' },
      })
    await expect(record('before')).rejects.toMatchObject({ status: 403, code: 'no_right' })
    await grantRole(test.context, admin, change(someone))
    expect((await record('with')).verdicts).toHaveLength(1)
    await endRole(test.context, admin, change(someone))
    await expect(record('after')).rejects.toMatchObject({ status: 403, code: 'no_right' })
  })
})

describe('the right to administer', () => {
  it('is given and ended, each once, and each is on the register', async () => {
    const entries = await entriesOf(test, async () => {
      for (const act of [grantAdministrator, grantAdministrator, endAdministrator, endAdministrator]) {
        await act(test.context, admin, someone.user)
      }
    })
    expect(entries).toEqual([
      {
        type: 'administrator.granted',
        actor: by(admin),
        at: NOW,
        payload: { user: someone.user, how: by(admin) },
      },
      { type: 'administrator.ended', actor: by(admin), at: NOW, payload: { user: someone.user } },
    ])
    expect((await rights(someone)).administrator).toBe(false)
  })

  it('may be given by whoever has the shell, and is not given to someone deactivated', async () => {
    await grantAdministrator(test.context, operator, someone.user)
    expect((await rights(someone)).administrator).toBe(true)
    await deactivatePerson(test.context, operator, someone.user)
    await expect(grantAdministrator(test.context, operator, someone.user)).rejects.toMatchObject({ status: 404 })
  })

  it('stays with the last who has it, whoever asks', async () => {
    const last = { status: 409, code: 'last_administrator' }
    const entries = await entriesOf(test, async () => {
      await expect(endAdministrator(test.context, admin, admin.user)).rejects.toMatchObject(last)
      await expect(deactivatePerson(test.context, admin, admin.user)).rejects.toMatchObject(last)
      await expect(endAdministrator(test.context, operator, admin.user)).rejects.toMatchObject(last)
      await expect(deactivatePerson(test.context, system, admin.user)).rejects.toMatchObject(last)
    })
    expect(entries).toEqual([])
    expect(await rights(admin)).toMatchObject({ active: true, administrator: true })
  })

  it('stays with one of two who end each other at once', async () => {
    await grantAdministrator(test.context, admin, someone.user)
    const outcomes = await Promise.allSettled([
      endAdministrator(test.context, admin, someone.user),
      endAdministrator(test.context, someone, admin.user),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const standing = [admin, someone].map(async (actor) => (await rights(actor)).administrator)
    expect((await Promise.all(standing)).filter(Boolean)).toHaveLength(1)
    // For the tests after this one.
    await grantAdministrator(test.context, operator, admin.user)
    await endAdministrator(test.context, operator, someone.user)
  })
})

describe('deactivatePerson', () => {
  it('ends every role and the right to administer at once, each on the register', async () => {
    await grantRole(test.context, admin, change(someone))
    await grantRole(test.context, admin, change(someone, 'security-lead'))
    await grantAdministrator(test.context, admin, someone.user)
    const entries = await entriesOf(test, async () => {
      await deactivatePerson(test.context, admin, someone.user)
      await deactivatePerson(test.context, admin, someone.user)
    })
    const { user } = someone
    expect(entries.map(({ type, payload }) => ({ type, payload }))).toEqual([
      { type: 'person.deactivated', payload: { user } },
      { type: 'administrator.ended', payload: { user } },
      { type: 'role.ended', payload: { user, role: ROLE } },
      { type: 'role.ended', payload: { user, role: 'security-lead' } },
    ])
    expect(await rights(someone)).toEqual({ active: false, administrator: false, roles: new Set() })
  })

  it('shuts the account: the identity signs in no more, and sees nothing by a session it has', async () => {
    await deactivatePerson(test.context, admin, someone.user)
    await expect(person(test, `Someone ${count}`)).rejects.toThrow(/deactivated/)
    const identity = { issuer: 'test', subject: `Someone ${count}`, name: 'Other', email: null }
    expect(await signUp(test.context, identity)).toBeNull()
    await expect(people(test.context, someone, PROGRAM)).rejects.toMatchObject({ status: 401 })
  })
})

describe('people', () => {
  it('shows addresses, and who has left, to administrators alone', async () => {
    const left = await person(test, `Left ${count}`)
    await deactivatePerson(test.context, admin, left.user)
    const forAdmin = await people(test.context, admin, PROGRAM)
    const forViewer = await people(test.context, someone, PROGRAM)
    expect(forAdmin.people.find(({ id }) => id === left.user)?.deactivatedAt).toBe(NOW)
    expect(forAdmin.people.find(({ id }) => id === someone.user)?.email).toBe(`Someone ${count}@example.test`)
    expect(forViewer.people.some(({ id }) => id === left.user)).toBe(false)
    expect(forViewer.people.every(({ email, deactivatedAt }) => email === null && deactivatedAt === null)).toBe(true)
    expect([forAdmin, forViewer].map(({ viewer }) => viewer.administrator)).toEqual([true, false])
  })

  it('names roles by their titles', async () => {
    await grantRole(test.context, admin, change(someone))
    const { people: all } = await people(test.context, admin, PROGRAM)
    expect(all.find(({ id }) => id === someone.user)?.roles).toEqual([{ id: ROLE, title: 'DX/framework owner' }])
  })
})
