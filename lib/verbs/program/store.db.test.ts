import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { administrator, entriesOf, person } from '@/e2e/harness/people'
import { operator, type UserActor } from '@/lib/auth/actor'
import { grantRole } from '../person/grant-role'
import { bundledProgram } from '../../../cli/installation/bundled'
import { storeDefinition } from './store'

const PROGRAM = 'asupersync-browser'

let test: TestDatabase
let admin: UserActor
let owner: UserActor

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00Z')
  await storeDefinition(test.context, operator, bundledProgram())
  admin = await administrator(test, 'Admin')
  owner = await person(test, 'Owner')
  await grantRole(test.context, admin, { program: PROGRAM, user: owner.user, role: 'program-owner' })
})

const titled = (title: string): string =>
  bundledProgram().replace('title: asupersync for the browser', `title: ${title}`)
const named = (id: string): string => bundledProgram().replace(`id: ${PROGRAM}`, `id: ${id}`)
const programs = (): Promise<number> => test.context.database.prisma.program.count()

describe('storeDefinition', () => {
  it('is for administrators and the shell: whoever else asks leaves nothing behind', async () => {
    const before = await programs()
    const entries = await entriesOf(test, async () => {
      const refusal = { status: 403, code: 'not_administrator' }
      await expect(storeDefinition(test.context, owner, titled('Other'))).rejects.toMatchObject(refusal)
      await expect(storeDefinition(test.context, owner, named('another'))).rejects.toMatchObject(refusal)
      await expect(storeDefinition(test.context, owner, 'not: a definition')).rejects.toMatchObject(refusal)
    })
    expect(entries).toEqual([])
    expect(await programs()).toBe(before)
  })

  it('takes a replacement before the program begins, once, and says so on the register', async () => {
    const entries = await entriesOf(test, async () => {
      expect(await storeDefinition(test.context, admin, titled('Other'), PROGRAM)).toMatchObject({ changed: true })
      expect(await storeDefinition(test.context, admin, titled('Other'), PROGRAM)).toMatchObject({ changed: false })
    })
    expect(entries.map(({ type, actor }) => [type, actor])).toEqual([
      ['program.revision_stored', `user:${admin.user}`],
      ['program.revision_activated', `user:${admin.user}`],
    ])
  })

  it('replaces the program it is meant for, and no other', async () => {
    const before = await programs()
    await expect(storeDefinition(test.context, admin, named('another'), PROGRAM)).rejects.toMatchObject({
      faults: [{ path: 'id', code: 'other_program' }],
    })
    expect(await programs()).toBe(before)
  })

  it('lists every fault with its line', async () => {
    const source = titled('Other').replace('hard: 99.5', 'hard: ninety').replace('approvals: 3', 'approvals: 4')
    const lineOf = (words: string): number => source.slice(0, source.indexOf(words)).split('\n').length
    await expect(storeDefinition(test.context, admin, source)).rejects.toMatchObject({
      faults: [
        { code: 'quorum', line: lineOf('approvals: 4') },
        { code: 'invalid_format', line: lineOf('hard: ninety') },
      ],
    })
  })
})
