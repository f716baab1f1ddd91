import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { confirmed } from '@/e2e/harness/enrolment'
import { administrator, entriesOf, person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { seatHolders } from '@/lib/db/electorate'
import { DAY, iso } from '@/lib/domain/instant'
import { deactivatePerson } from '../person/deactivate'
import { endRole } from '../person/end-role'
import { grantRole } from '../person/grant-role'
import { endDeputy } from './end'
import { grantDeputy, type NewDeputy } from './grant'

const PROGRAM = 'asupersync-browser'
const ROLE = 'security-lead'
const NOW = Date.parse('2026-11-18T12:00:00.000Z')
/** The end of 2026-11-20 in the program's zone, New York. */
const END = Date.parse('2026-11-21T05:00:00.000Z')

let test: TestDatabase
let program: number
let admin: UserActor
let holder: UserActor
let deputy: UserActor
let count = 0

beforeAll(async () => {
  test = await testDatabase(NOW)
  program = (await withProgram(test)).program
  admin = await administrator(test, 'Admin')
})

beforeEach(async () => {
  test.setNow(NOW)
  count += 1
  holder = await person(test, `Holder ${count}`)
  deputy = await person(test, `Deputy ${count}`)
  await grantRole(test.context, admin, { program: PROGRAM, user: holder.user, role: ROLE })
})

const grant = (by: UserActor, other: Partial<NewDeputy> = {}) =>
  grantDeputy(test.context, by, {
    program: PROGRAM,
    role: ROLE,
    holder: holder.user,
    deputy: deputy.user,
    from: '',
    until: '2026-11-20',
    ...other,
  })

const end = (by: UserActor, id: number) => endDeputy(test.context, by, { program: PROGRAM, deputy: id })

/** Who fills the seat now, of this test's people. */
async function seat(): Promise<{ person: string; deputyOf: string | null; until: string | null }[]> {
  const { seats } = await seatHolders(test.context.database.pool, program, [ROLE], test.now())
  const mine = [holder.user, deputy.user]
  return (seats[0]?.holders ?? [])
    .filter((one) => mine.includes(one.person))
    .map(({ person, deputyOf, until }) => ({ person, deputyOf, until }))
}

const alone = () => [{ person: holder.user, deputyOf: null, until: null }]
const both = () => [...alone(), { person: deputy.user, deputyOf: holder.user, until: iso(END) }]

describe('a deputy', () => {
  it('is named by the holder or an administrator, and fills the seat in the term alone', async () => {
    await expect(grant(deputy)).rejects.toMatchObject({ status: 403, code: 'no_right' })
    const entries = await entriesOf(test, () => grant(holder))
    expect(entries).toMatchObject([
      {
        type: 'deputy.granted',
        actor: `user:${holder.user}`,
        payload: { role: ROLE, holder: holder.user, person: deputy.user, from: iso(NOW), until: iso(END) },
      },
    ])
    expect(await seat()).toEqual(both())
    test.setNow(END - 1)
    expect(await seat()).toEqual(both())
    test.setNow(END)
    expect(await seat()).toEqual(alone())
  })

  it('named for later waits until then', async () => {
    await grant(admin, { from: '2026-11-20' })
    expect(await seat()).toEqual(alone())
    test.setNow(END - DAY)
    expect(await seat()).toEqual(both())
  })

  it('brings the keys that count', async () => {
    await grant(holder)
    const { credentialId } = await confirmed(test, PROGRAM, deputy, admin)
    const { credentials } = await seatHolders(test.context.database.pool, program, [ROLE], test.now())
    expect(credentials.filter((key) => key.person === deputy.user)).toMatchObject([{ credentialId }])
  })

  it.each([
    ['oneself', (): Partial<NewDeputy> => ({ deputy: holder.user }), 'deputy'],
    ['nobody', (): Partial<NewDeputy> => ({ deputy: '00000000-0000-4000-8000-000000000000' }), 'deputy'],
    ['for a role not held', (): Partial<NewDeputy> => ({ role: 'runtime-architect' }), 'holder'],
    ['without an end', (): Partial<NewDeputy> => ({ until: '' }), 'until'],
  ])('is not %s', async (_, input, path) => {
    await expect(grant(admin, input())).rejects.toMatchObject({ status: 422, faults: [{ path }] })
  })

  it('is named once for a time, by whoever is first of two at once', async () => {
    const outcomes = await Promise.allSettled([grant(holder), grant(admin)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(grant(admin, { from: '2026-11-20', until: '2026-11-25' })).rejects.toMatchObject({ code: 'overlaps' })
    await expect(grant(admin, { from: '2026-11-21', until: '2026-11-25' })).resolves.toBeDefined()
  })

  it('is ended at once by holder, deputy or administrator, and by nobody else', async () => {
    for (const by of [() => holder, () => deputy, () => admin]) {
      const { deputy: id } = await grant(admin)
      await expect(end(await person(test, 'Other'), id)).rejects.toMatchObject({ status: 403 })
      const entries = await entriesOf(test, async () => {
        await end(by(), id)
        await end(by(), id)
      })
      expect(entries).toMatchObject([{ type: 'deputy.ended', payload: { deputy: id, person: deputy.user } }])
      expect(await seat()).toEqual(alone())
    }
  })

  it('is named by its own number on the register, however it was asked for', async () => {
    const { deputy: id } = await grant(holder)
    const entries = await entriesOf(test, () => end(holder, id + 0.5))
    expect(entries).toMatchObject([{ payload: { deputy: id } }])
  })

  it('ends with the holder’s role, and does not come back with it', async () => {
    const { deputy: id } = await grant(holder)
    const change = { program: PROGRAM, user: holder.user, role: ROLE }
    const entries = await entriesOf(test, () => endRole(test.context, admin, change))
    expect(entries.map(({ type }) => type)).toEqual(['role.ended', 'deputy.ended'])
    expect(entries[1]).toMatchObject({ payload: { deputy: id } })
    expect(await seat()).toEqual([])
    await grantRole(test.context, admin, change)
    expect(await seat()).toEqual(alone())
  })

  it.each([
    ['holder', () => holder],
    ['deputy', () => deputy],
  ] as const)('ends when the %s leaves', async (_, who) => {
    await grant(holder)
    const entries = await entriesOf(test, () => deactivatePerson(test.context, admin, who().user))
    expect(entries.map(({ type }) => type)).toContain('deputy.ended')
    expect((await seat()).some(({ person }) => person === deputy.user)).toBe(false)
  })

  it('of another program’s address is not there', async () => {
    const { deputy: id } = await grant(holder)
    await expect(endDeputy(test.context, admin, { program: 'other', deputy: id })).rejects.toMatchObject({
      status: 404,
    })
    await expect(end(admin, id + 1000)).rejects.toMatchObject({ status: 404 })
  })
})
