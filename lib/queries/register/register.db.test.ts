import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { administrator, person } from '@/e2e/harness/people'
import { operator, type UserActor } from '@/lib/auth/actor'
import { makeKeyIn, type SignerPlace } from '@/lib/db/signer'
import { openCheckpoint } from '@/lib/register/checkpoint'
import { verifyConsistency, verifyInclusion } from '@/lib/register/merkle'
import { readTrust } from '@/lib/register/trust'
import { initialise } from '@/lib/verbs/installation/initialise'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { storeDefinition } from '@/lib/verbs/program/store'
import { seal } from '@/lib/verbs/register/seal'
import { bundledProgram } from '../../../cli/installation/bundled'
import { checkpoints, sealing } from './checkpoints'
import { type EntryFilter, registerEntries, registerEntry } from './entries'
import { consistencyProof, entryProof, newestCheckpoint } from './proofs'
import { trustFile, trustPage } from './trust'

const PROGRAM = 'asupersync-browser'
const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-pages-'))
const keyFile = path.join(folder, 'register.pem')
const signer: SignerPlace = { pem: null, keyFile, stateFile: `${keyFile}.signed.json` }
afterAll(() => rmSync(folder, { recursive: true }))

let test: TestDatabase
let admin: UserActor
let someone: UserActor

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  await initialise(test.context, { demo: false })
  await expect(newestCheckpoint(test.context)).rejects.toMatchObject({ status: 404 })
  makeKeyIn(keyFile)
  await storeDefinition(test.context, operator, bundledProgram())
  admin = await administrator(test, 'Ada Admin')
  await seal(test.context, signer, { everything: true })
  someone = await person(test, 'Sam 100% One')
  test.setNow('2026-11-20T03:00:00.000Z')
  await grantRole(test.context, admin, { program: PROGRAM, user: someone.user, role: 'phase-owner' })
  await seal(test.context, signer, { everything: true })
  await grantRole(test.context, admin, { program: PROGRAM, user: someone.user, role: 'security-lead' })
})

const everything: EntryFilter = {
  type: null,
  actor: null,
  search: null,
  from: null,
  to: null,
  oldestFirst: false,
  page: 1,
  size: 50,
}
const found = async (over: Partial<EntryFilter>): Promise<string[]> =>
  (await registerEntries(test.context, someone, PROGRAM, { ...everything, ...over })).rows.map(({ type }) => type)

describe('the register page', () => {
  it('shows entries newest first, people by name, and what waits for its leaf', async () => {
    const { rows, types } = await registerEntries(test.context, someone, PROGRAM, everything)
    expect(rows[0]).toMatchObject({
      type: 'role.granted',
      installation: false,
      actorName: 'Ada Admin',
      leaf: null,
      people: [{ name: 'Sam 100% One' }],
    })
    expect(rows[1]?.leaf).toBeGreaterThan(0)
    expect(types).toEqual([...new Set(rows.map(({ type }) => type))].sort())
  })

  it('filters by type, actor, text, number and the days of the program, and pages', async () => {
    expect(await found({ type: 'role.granted' })).toEqual(['role.granted', 'role.granted'])
    expect(await found({ actor: 'ada' })).toEqual(['role.granted', 'role.granted'])
    expect(await found({ actor: '0% o' })).toEqual([])
    expect(await found({ actor: '%' })).toEqual([])
    expect(await found({ search: 'SECURITY-lead' })).toEqual(['role.granted'])
    expect(await found({ search: someone.user })).toHaveLength(3)
    expect(await found({ search: '1', type: 'installation.created' })).toEqual(['installation.created'])
    // 03:00 UTC is still the evening of the 19th in New York.
    expect(await found({ from: '2026-11-19', to: '2026-11-19' })).toEqual(['role.granted', 'role.granted'])
    expect(await found({ from: '2026-11-20' })).toEqual([])
    const all = await found({})
    expect([...(await found({ size: 3 })), ...(await found({ size: 3, page: 2 }))]).toEqual(all.slice(0, 6))
    expect(await found({ oldestFirst: true })).toEqual([...all].reverse())
  })

  it('proves an entry against the signed text, and says when one waits', async () => {
    const { rows } = await registerEntries(test.context, someone, PROGRAM, everything)
    const [waiting, proven] = await Promise.all(
      rows.slice(0, 2).map(({ id }) => registerEntry(test.context, someone, PROGRAM, id)),
    )
    expect(waiting?.proof).toBeNull()
    expect(proven?.proof).toMatchObject({ holds: true, leaf: rows[1]?.leaf })
    for (const id of ['0', '99999', 'x', '9'.repeat(30)]) {
      await expect(registerEntry(test.context, someone, PROGRAM, id)).rejects.toMatchObject({ status: 404 })
    }
  })

  it('shows how sealing stands, and holds two checkpoints against each other', async () => {
    expect(await sealing(test.context, someone, PROGRAM)).toMatchObject({ waiting: 1, refused: null })
    const { rows } = await checkpoints(test.context, someone, PROGRAM, { page: 1, size: 50, pair: null })
    expect(rows.map(({ signedBy }) => signedBy.length)).toEqual([1, 1])
    const pair = [rows[0]?.id ?? 0, rows[1]?.id ?? 0] as const
    const { compared } = await checkpoints(test.context, someone, PROGRAM, { page: 1, size: 50, pair })
    expect(compared).toMatchObject({ holds: true, older: { id: pair[1] }, newer: { id: pair[0] } })
    const itself = await checkpoints(test.context, someone, PROGRAM, { page: 1, size: 50, pair: [pair[0], pair[0]] })
    expect(itself.compared).toMatchObject({ holds: true, path: [] })
  })

  it('hands out a trust file that opens the checkpoints', async () => {
    const read = readTrust(await trustFile(test.context))
    const { note, origin } = await newestCheckpoint(test.context)
    expect(read.ok && openCheckpoint(note, read.trust.registers.get(origin) ?? []).ok).toBe(true)
    expect(await trustPage(test.context, someone, PROGRAM)).toMatchObject({
      origin,
      registers: [{ origin, current: true }],
      rpIds: ['localhost'],
    })
  })

  it('is not for those who may not see the program', async () => {
    const stranger: UserActor = { kind: 'user', user: '00000000-0000-4000-8000-000000000009' }
    await expect(registerEntries(test.context, stranger, PROGRAM, everything)).rejects.toMatchObject({ status: 401 })
    await expect(sealing(test.context, someone, 'no-such-program')).rejects.toMatchObject({ status: 404 })
  })
})

describe('proofs for anyone', () => {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

  it('hold, by entry and by leaf, and between any two sizes', async () => {
    const { size, root } = await newestCheckpoint(test.context)
    for (let leaf = 0; leaf < size; leaf += 1) {
      const proof = await entryProof(test.context, { leaf })
      expect(verifyInclusion({ index: leaf, hash: bytes(proof.hash) }, size, proof.path.map(bytes), bytes(root))).toBe(
        true,
      )
      expect(await entryProof(test.context, { entry: proof.entry })).toEqual(proof)
      const { from, to, path } = await consistencyProof(test.context, leaf, null)
      expect(
        verifyConsistency(
          { size: from.size, root: bytes(from.root) },
          { size: to.size, root: bytes(to.root) },
          path.map(bytes),
        ),
      ).toBe(true)
    }
  })

  it('are refused for what there is not', async () => {
    const { size } = await newestCheckpoint(test.context)
    await expect(entryProof(test.context, { leaf: size })).rejects.toMatchObject({ status: 404 })
    await expect(consistencyProof(test.context, size + 1, null)).rejects.toMatchObject({ status: 422 })
    await expect(consistencyProof(test.context, 1, size + 5)).rejects.toMatchObject({ status: 404 })
  })
})
