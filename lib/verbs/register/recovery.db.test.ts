import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '@/e2e/harness/database'
import { keysOf, type RegisterLog, registerLog, signerPlace } from '@/e2e/harness/register-log'
import { operator } from '@/lib/auth/actor'
import { makeKeyIn, nextKeyFile } from '@/lib/db/signer'
import { openCheckpoint } from '@/lib/register/checkpoint'
import { readSigningKey, type SigningKey } from '@/lib/register/key'
import { withClient } from '../../../cli/installation/databases'
import { initialise } from '../installation/initialise'
import { openOrigin } from './open-origin'
import { rotateKey } from './rotate-key'
import { seal } from './seal'

let log: RegisterLog
let test: RegisterLog['test']
let signer: RegisterLog['signer']
let key: RegisterLog['key']

beforeEach(async () => {
  log = await registerLog()
  ;({ test, signer, key } = log)
})

/** Puts the register back to its first `size` leaves, as the restore of an older dump would. */
const restore = (size: number): Promise<unknown> =>
  withClient(test.ownerUrl, async (client) => {
    const tables = ['register_leaf', 'register_node', 'register_checkpoint', 'register_entry']
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await client.query('DELETE FROM register_checkpoint WHERE size > $1', [size])
    await client.query('DELETE FROM register_node WHERE (index + 1) * (2 ^ level) > $1', [size])
    const { rows } = await client.query<{ entry_id: string }>(
      'DELETE FROM register_leaf WHERE index >= $1 RETURNING entry_id',
      [size],
    )
    await client.query('DELETE FROM register_entry WHERE id = ANY($1)', [rows.map((row) => row.entry_id)])
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
  })

describe('a database restored from an older dump', () => {
  beforeEach(async () => {
    for (let token = 0; token < 4; token += 1) {
      await log.enter(token)
      await log.sealAll()
    }
  })

  it.each([
    ['while it is shorter', 0],
    ['once it has grown to the same size', 2],
    ['once it has grown beyond', 5],
  ])('is signed no more: %s', async (_, more) => {
    const signed = (await log.checkpoints()).at(-1)
    await restore(4)
    for (let token = 0; token < more; token += 1) await log.enter(100 + token)
    await expect(log.sealAll()).rejects.toMatchObject({
      code: 'restored',
      message: expect.stringContaining('new-origin') as string,
    })
    expect((await log.checkpoints()).every(({ size }) => Number(size) <= 4)).toBe(true)
    expect(JSON.parse(readFileSync(signer.stateFile, 'utf8'))).toMatchObject({ size: Number(signed?.size) })
  })

  it('goes on under a new origin alone, which names the old checkpoint', async () => {
    const signed = (await log.checkpoints()).at(-1)
    await restore(4)
    const { origin, previous } = await openOrigin(test.context, operator, signer)
    expect(previous).toEqual({
      origin: signed?.origin,
      size: Number(signed?.size),
      root: Buffer.from(signed?.root ?? []).toString('hex'),
    })
    await log.sealAll()
    const after = (await log.checkpoints()).at(-1)
    expect(after?.origin).toBe(origin)
    expect(openCheckpoint(after?.note ?? '', keysOf(origin, key)).ok).toBe(true)
    const entry = await test.context.database.prisma.registerEntry.findFirstOrThrow({
      where: { type: 'register.origin_opened' },
      include: { leaf: true },
    })
    expect(JSON.parse(Buffer.from(entry.payload).toString())).toEqual({ origin, previous })
    expect(entry.leaf).not.toBeNull()
    await expect(openOrigin(test.context, operator, signer)).rejects.toMatchObject({ code: 'register_sound' })
  })

  it('is no way to another origin while the register is sound', async () => {
    await expect(openOrigin(test.context, operator, signer)).rejects.toMatchObject({ code: 'register_sound' })
  })

  it('is not needed for a signer that lost its memory: that refuses too', async () => {
    rmSync(signer.stateFile)
    await log.enter(9)
    await expect(log.sealAll()).rejects.toMatchObject({ code: 'no_state' })
    const { previous } = await openOrigin(test.context, operator, signer)
    expect(previous.size).toBe(Number((await log.checkpoints()).at(-1)?.size))
    await log.sealAll()
    expect((await log.checkpoints()).at(-1)?.origin).not.toBe(previous.origin)
  })

  it('is not mistaken for another register: the signer signs for its own alone', async () => {
    const other = await testDatabase('2026-11-18T12:00:00.000Z')
    await initialise(other.context, { demo: false })
    await expect(seal(other.context, signer, { everything: true })).rejects.toMatchObject({ code: 'other_register' })
  })

  it('is refused by a damaged memory', async () => {
    writeFileSync(signer.stateFile, '{"size":')
    await log.enter(9)
    await expect(log.sealAll()).rejects.toMatchObject({ code: 'damaged' })
  })
})

describe('rotation', () => {
  it('is signed by both keys, on the register, and from then on the new one signs alone', async () => {
    await log.sealAll()
    const next = makeKeyIn(nextKeyFile(signer))
    await rotateKey(test.context, operator, signer, next.publicKey)
    await expect(rotateKey(test.context, operator, signer, key.publicKey)).rejects.toMatchObject({
      code: 'rotation_open',
    })
    await log.sealAll()
    expect(existsSync(nextKeyFile(signer))).toBe(false)
    expect(readSigningKey(readFileSync(signer.keyFile, 'utf8'))?.publicKey).toEqual(next.publicKey)
    await log.enter(1)
    await log.sealAll()
    const [first, both, alone] = await log.checkpoints()
    const signedBy = (row: { note: string; origin: string } | undefined, ...keys: SigningKey[]) =>
      openCheckpoint(row?.note ?? '', keysOf(row?.origin ?? '', ...keys)).ok
    expect([signedBy(first, key), signedBy(both, key), signedBy(both, next), signedBy(both, key, next)]).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect([signedBy(alone, key), signedBy(alone, next)]).toEqual([false, true])
  })

  it('is finished by whoever seals next, where it was cut short', async () => {
    await log.sealAll()
    const next = makeKeyIn(nextKeyFile(signer))
    await rotateKey(test.context, operator, signer, next.publicKey)
    await log.sealAll()
    // Cut between the commit and the move of the file: the old key is still in place.
    writeFileSync(nextKeyFile(signer), readFileSync(signer.keyFile))
    const old = signerPlace()
    makeKeyIn(old.keyFile)
    writeFileSync(signer.keyFile, readFileSync(old.keyFile))
    await log.enter(1)
    await log.sealAll()
    expect(readSigningKey(readFileSync(signer.keyFile, 'utf8'))?.publicKey).toEqual(next.publicKey)
    expect(existsSync(nextKeyFile(signer))).toBe(false)
  })

  it('cannot be had without the old key', async () => {
    await log.sealAll()
    const thief = signerPlace()
    const stolen = makeKeyIn(thief.keyFile)
    await expect(rotateKey(test.context, operator, thief, stolen.publicKey)).rejects.toMatchObject({
      code: 'other_key',
    })
  })
})
