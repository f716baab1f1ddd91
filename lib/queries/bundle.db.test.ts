import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Council, council, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { command } from '@/cli/commands/verify'
import { makeKeyIn, type SignerPlace } from '@/lib/db/signer'
import { makeSigningKey, readSigningKey, verifierKey } from '@/lib/register/key'
import { readTrust, type Trust, type TrustFile } from '@/lib/register/trust'
import { verifyBundle } from '@/lib/register/verify/bundle'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import { seal } from '@/lib/verbs/register/seal'
import { bundleFile } from './bundle'
import { trustFile } from './register/trust'

const PROGRAM = 'asupersync-browser'
const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const
const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-bundle-'))
const keyFile = path.join(folder, 'register.pem')
const signer: SignerPlace = { pem: null, keyFile, stateFile: `${keyFile}.signed.json` }
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
})

let test: TestDatabase
let people: Council
let asker: Voter
let packet: number

const fileOf = () => bundleFile(test.context, asker.actor, PROGRAM, packet)
const ballot = (decision: number) => ({ program: PROGRAM, decision })

const trusted = (text: string): Trust => {
  const read = readTrust(text)
  if (!read.ok) throw new Error(read.message)
  return read.trust
}

/** The same trust file with a key that anyone could have made in the place of the register's. */
const invented = async (): Promise<string> => {
  const file = JSON.parse(await trustFile(test.context)) as TrustFile
  const made = readSigningKey(makeSigningKey())
  if (made === null) throw new Error('no key')
  const registers = file.registers.map(({ origin }) => ({
    origin,
    keys: [verifierKey({ name: origin, publicKey: made.publicKey })],
  }))
  return JSON.stringify({ ...file, registers })
}

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  await withProgram(test)
  makeKeyIn(keyFile)
  people = await council(test, PROGRAM, [...TRIAD, 'phase-owner'])
  asker = people.voters['phase-owner'] as Voter
  const input = { surface: 'error', risk: 'RISK-TECH-02', expiresOn: '2026-12-01', reason: 'The corpus comes later.' }
  const asks = { program: PROGRAM, kind: 'parity_debt', recommendation: 'Carry it.', input }
  const { number } = await proposeDecision(test.context, asker.actor, asks)
  await sealDecision(test.context, asker.actor, ballot(number))
  const row = await test.context.database.prisma.packet.findFirstOrThrow({ where: { decision: { number } } })
  packet = row.id
  await seal(test.context, signer, { everything: true })
  await expect(fileOf()).rejects.toMatchObject({ code: 'not_decided' })
  for (const role of TRIAD) await vote(test, people.voters[role] as Voter, ballot(number))
  await expect(fileOf()).rejects.toMatchObject({ status: 503, code: 'not_sealed_yet' })
  await seal(test.context, signer, { everything: true })
})

describe('the bundle of a decided decision', () => {
  it('is verified with the trust file of its register', async () => {
    const verification = verifyBundle((await fileOf()).body, trusted(await trustFile(test.context)))
    expect(verification).toMatchObject({
      verdict: 'verified',
      wrong: null,
      facts: { outcome: 'approved', votes: TRIAD.map(() => ({ vote: 'approve', signature: 'signed by passkey' })) },
    })
  })

  it('is refused with invented keys, and consistent at most with none', async () => {
    const { body } = await fileOf()
    expect(verifyBundle(body, trusted(await invented()))).toMatchObject({
      verdict: 'wrong',
      wrong: { at: 'checkpoint' },
    })
    expect(verifyBundle(body, null)).toMatchObject({ verdict: 'consistent' })
  })

  it('is refused once a vote in it is turned', async () => {
    const text = (await fileOf()).body.toString('utf8')
    const turned = Buffer.from(text.replace('"vote":"approve"', '"vote":"reject"'))
    expect(turned.equals(Buffer.from(text))).toBe(false)
    expect(verifyBundle(turned, trusted(await trustFile(test.context)))).toMatchObject({ verdict: 'wrong' })
  })

  it('is what signalbox verify says yes to, and no with invented keys', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const written = (name: string, content: Uint8Array | string): string => {
      const at = path.join(folder, name)
      writeFileSync(at, content)
      return at
    }
    const file = written('bundle.json', (await fileOf()).body)
    expect(await command([file, '--trust', written('trust.json', await trustFile(test.context))])).toBe(0)
    expect(await command([file, '--trust', written('invented.json', await invented())])).toBe(1)
  })
})
