import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type CommandResult, runCli, temporaryFolder } from '@/e2e/harness/signalbox'
import { openDatabase } from '@/lib/db/database'
import { makeKeyIn } from '@/lib/db/signer'
import { databaseClock } from '@/lib/db/transact'
import type { TrustFile } from '@/lib/register/trust'
import { initialise } from '@/lib/verbs/installation/initialise'
import { databaseUrls, withClient } from './installation/databases'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const keyFile = path.join(folder, 'register.pem')
let settings: Record<string, string>

const register = (action: string): Promise<CommandResult> => runCli(['register', action], settings)
const trust = async (): Promise<TrustFile> => JSON.parse((await register('trust')).stdout) as TrustFile

beforeAll(async () => {
  const { port, ...secrets } = inject('postgres')
  await withClient(databaseUrls(port, 'postgres', secrets).ownerUrl, (client) =>
    client.query('CREATE DATABASE register_commands'),
  )
  settings = { DATABASE_URL: databaseUrls(port, 'register_commands', secrets).ownerUrl, SIGNALBOX_DATA: folder }
  expect(await runCli(['migrate'], settings)).toMatchObject({ code: 0 })
  // As the first start does it.
  const database = openDatabase(settings.DATABASE_URL ?? '', 2)
  await initialise({ database, clock: databaseClock }, { demo: false })
  await database.close()
  makeKeyIn(keyFile)
  expect(await register('seal')).toMatchObject({ code: 0, stderr: '' })
})

describe('signalbox register', () => {
  it('rotates the key: the trust file then has both, and the register is in order', async () => {
    const before = readFileSync(keyFile, 'utf8')
    const rotated = await register('rotate-key')
    expect(rotated).toMatchObject({ code: 0, stderr: '' })
    expect(rotated.stdout).toMatch(/has handed over to .*signed by both/)
    expect(readFileSync(keyFile, 'utf8')).not.toBe(before)
    const [origin, ...others] = (await trust()).registers
    expect(others).toEqual([])
    expect(origin?.keys).toHaveLength(2)
    expect(await register('check')).toMatchObject({ code: 0, stderr: '' })
  })

  it('rotates no key that the environment gives', async () => {
    const given = { ...settings, SIGNALBOX_REGISTER_KEY: readFileSync(keyFile, 'utf8') }
    const refused = await runCli(['register', 'rotate-key'], given)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/SIGNALBOX_REGISTER_KEY_FILE/)
  })

  it('opens no new origin while it is sound', async () => {
    const refused = await register('new-origin')
    expect(refused.code).toBe(1)
    expect(refused.stderr).not.toMatch(/\n\s+at /)
    expect((await trust()).registers).toHaveLength(1)
  })

  it('signs nothing once the signer lost its memory, and goes on under a new origin alone', async () => {
    rmSync(`${keyFile}.signed.json`)
    const check = await register('check')
    expect(check).toMatchObject({ code: 1 })
    expect(check.stderr).toMatch(/new-origin/)
    const opened = await register('new-origin')
    expect(opened).toMatchObject({ code: 0, stderr: '' })
    expect(opened.stdout).toMatch(/It names the last checkpoint of signalbox\//)
    expect((await trust()).registers).toHaveLength(2)
    expect(await register('check')).toMatchObject({ code: 0, stderr: '' })
  })
})
