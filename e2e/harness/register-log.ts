import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { operator } from '@/lib/auth/actor'
import { makeKeyIn, type SignerPlace } from '@/lib/db/signer'
import { transact } from '@/lib/db/transact'
import type { NoteKey, SigningKey } from '@/lib/register/key'
import { initialise } from '@/lib/verbs/installation/initialise'
import { seal } from '@/lib/verbs/register/seal'
import { type TestDatabase, testDatabase } from './database'

/** A place for a register's key, in a folder of its own that goes after the test file; no key is in it yet. */
export function signerPlace(): SignerPlace {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-signer-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const keyFile = path.join(folder, 'register.pem')
  return { pem: null, keyFile, stateFile: `${keyFile}.signed.json` }
}

/** An installation with a key, whose register takes entries. */
export interface RegisterLog {
  test: TestDatabase
  signer: SignerPlace
  key: SigningKey
  sealAll: () => Promise<number>
  /** One entry, told apart by this number. */
  enter: (token: number) => Promise<void>
  checkpoints: () => Promise<{ origin: string; size: bigint; root: Uint8Array; note: string }[]>
}

export async function registerLog(): Promise<RegisterLog> {
  const test = await testDatabase('2026-11-18T12:00:00.000Z')
  const signer = signerPlace()
  const key = makeKeyIn(signer.keyFile)
  await initialise(test.context, { demo: false })
  return {
    test,
    signer,
    key,
    sealAll: () => seal(test.context, signer, { everything: true }),
    enter: (token) =>
      transact(test.context, { actor: operator, program: null, lock: 'shared' }, async () => ({
        result: undefined,
        entries: [{ type: 'token.revoked', payload: { token } }],
      })),
    checkpoints: () => test.context.database.prisma.registerCheckpoint.findMany({ orderBy: { id: 'asc' } }),
  }
}

/** The keys by which a checkpoint of this origin is opened. */
export const keysOf = (origin: string, ...keys: SigningKey[]): NoteKey[] =>
  keys.map(({ publicKey }) => ({ name: origin, publicKey }))
