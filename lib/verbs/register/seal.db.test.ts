import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { operator } from '@/lib/auth/actor'
import { planned } from '@/lib/db/register-log'
import { makeKeyIn, nextKeyFile, type SignerPlace } from '@/lib/db/signer'
import { transact } from '@/lib/db/transact'
import { openCheckpoint, readCheckpoint } from '@/lib/register/checkpoint'
import { type NoteKey, readSigningKey, type SigningKey } from '@/lib/register/key'
import { consistencyPlan, inclusionPlan, verifyConsistency, verifyInclusion } from '@/lib/register/merkle'
import { withClient } from '../../../cli/installation/databases'
import { initialise } from '../installation/initialise'
import { openOrigin } from './open-origin'
import { rotateKey } from './rotate-key'
import { seal } from './seal'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function place(): SignerPlace {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-signer-'))
  folders.push(folder)
  const keyFile = path.join(folder, 'register.pem')
  return { pem: null, keyFile, stateFile: `${keyFile}.signed.json` }
}

let test: TestDatabase
let signer: SignerPlace
let key: SigningKey

beforeEach(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  signer = place()
  key = makeKeyIn(signer.keyFile)
  await initialise(test.context, { demo: false })
})

const all = () => ({ everything: true })
const sealAll = (): Promise<number> => seal(test.context, signer, all())

const enter = (token: number): Promise<void> =>
  transact(test.context, { actor: operator, program: null, lock: 'shared' }, async () => ({
    result: undefined,
    entries: [{ type: 'token.revoked', payload: { token } }],
  }))

const checkpoints = async () => test.context.database.prisma.registerCheckpoint.findMany({ orderBy: { id: 'asc' } })
const leaves = async () => test.context.database.prisma.registerLeaf.findMany({ orderBy: { index: 'asc' } })

const keysOf = (origin: string, ...keys: SigningKey[]): NoteKey[] =>
  keys.map(({ publicKey }) => ({ name: origin, publicKey }))

describe('the sealer', () => {
  it('gives every entry a leaf and signs the whole; each is proven, and each checkpoint begins the next', async () => {
    // The installation's entry, the key's, and these.
    for (let count = 0; count < 5; count += 1) {
      await enter(count)
      await sealAll()
    }
    expect(await sealAll()).toBe(0)
    const rows = await checkpoints()
    expect(rows.map(({ size }) => Number(size))).toEqual([3, 4, 5, 6, 7])
    const heads = rows.map(({ note, origin }) => {
      const opened = openCheckpoint(note, keysOf(origin, key))
      if (!opened.ok) throw new Error(opened.message)
      return opened.checkpoint
    })
    const { pool } = test.context.database
    const last = heads.at(-1)
    if (last === undefined) throw new Error('nothing was signed')
    for (const older of heads) {
      expect(verifyConsistency(older, last, await planned(pool, consistencyPlan(older.size, last.size)))).toBe(true)
    }
    for (const { index, hash } of await leaves()) {
      const path = await planned(pool, inclusionPlan(Number(index), last.size))
      expect(verifyInclusion({ index: Number(index), hash }, last.size, path, last.root)).toBe(true)
    }
    expect(readCheckpoint(rows.at(-1)?.note ?? '')).toEqual(last)
    expect(JSON.parse(readFileSync(signer.stateFile, 'utf8'))).toEqual({
      origin: last.origin,
      size: 7,
      root: last.root.toString('hex'),
    })
  })

  it('takes an entry that commits late, with a lower id than the last leaf', async () => {
    await sealAll()
    // Its id is drawn before the other's, and its commit comes after the other's leaf.
    const late = await test.context.database.pool.connect()
    await late.query('BEGIN')
    const drawn = await late.query<{ id: string }>(
      `INSERT INTO register_entry (type, actor, at, payload, digest)
       SELECT type, actor, at, payload, digest FROM register_entry WHERE type = 'installation.created' RETURNING id`,
    )
    await enter(1)
    expect(await sealAll()).toBe(1)
    await late.query('COMMIT')
    late.release()
    expect(await seal(test.context, signer, { everything: false })).toBe(1)
    const rows = await leaves()
    expect(rows.at(-1)?.entryId).toBe(BigInt(drawn.rows[0]?.id ?? 0))
    expect(rows.map(({ index }) => Number(index))).toEqual(rows.map((_, index) => index))
    const ids = rows.map(({ entryId }) => Number(entryId))
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b))
  })

  it('is one at a time: four at once give each entry one leaf, and one line of checkpoints', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, token) => enter(token)))
    await Promise.all(Array.from({ length: 4 }, sealAll))
    await sealAll()
    const rows = await leaves()
    const entries = await test.context.database.prisma.registerEntry.count()
    expect(rows).toHaveLength(entries)
    const signed = await checkpoints()
    expect(Number(signed.at(-1)?.size)).toBe(entries)
    expect(new Set(signed.map(({ size }) => size)).size).toBe(signed.length)
  })

  it('makes no key: without one nothing is sealed, and the refusal says where it looked', async () => {
    const nowhere = place()
    await expect(seal(test.context, nowhere, all())).rejects.toMatchObject({ code: 'no_key' })
    await sealAll()
    await expect(seal(test.context, nowhere, all())).rejects.toMatchObject({
      code: 'no_key',
      message: expect.stringContaining(nowhere.keyFile) as string,
    })
    const another = place()
    makeKeyIn(another.keyFile)
    await expect(seal(test.context, another, all())).rejects.toMatchObject({ code: 'other_key' })
    expect(await test.context.database.prisma.registerKey.count()).toBe(1)
    expect(() => makeKeyIn(signer.keyFile)).toThrow(/never replaced/)
  })

  it('refuses an entry that is not what was written', async () => {
    await sealAll()
    await withClient(test.ownerUrl, (client) =>
      client.query(`INSERT INTO register_entry (type, actor, at, payload, digest)
        SELECT type, actor, at, '{"token":9}', digest FROM register_entry LIMIT 1`),
    )
    await expect(sealAll()).rejects.toMatchObject({ code: 'damaged_entry' })
  })

  it('signs the same again where the commit after signing was lost', async () => {
    await sealAll()
    await enter(1)
    await sealAll()
    const before = (await checkpoints()).at(-1)
    await withClient(test.ownerUrl, (client) =>
      client.query(
        `ALTER TABLE register_checkpoint DISABLE TRIGGER ALL; DELETE FROM register_checkpoint WHERE size = ${Number(before?.size)}; ALTER TABLE register_checkpoint ENABLE TRIGGER ALL`,
      ),
    )
    await sealAll()
    expect((await checkpoints()).at(-1)?.note).toBe(before?.note)
  })
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
      await enter(token)
      await sealAll()
    }
  })

  it.each([
    ['while it is shorter', 0],
    ['once it has grown to the same size', 2],
    ['once it has grown beyond', 5],
  ])('is signed no more: %s', async (_, more) => {
    const signed = (await checkpoints()).at(-1)
    await restore(4)
    for (let token = 0; token < more; token += 1) await enter(100 + token)
    await expect(sealAll()).rejects.toMatchObject({
      code: 'restored',
      message: expect.stringContaining('new-origin') as string,
    })
    expect((await checkpoints()).every(({ size }) => Number(size) <= 4)).toBe(true)
    expect(JSON.parse(readFileSync(signer.stateFile, 'utf8'))).toMatchObject({ size: Number(signed?.size) })
  })

  it('goes on under a new origin alone, which names the old checkpoint', async () => {
    const signed = (await checkpoints()).at(-1)
    await restore(4)
    const { origin, previous } = await openOrigin(test.context, operator, signer)
    expect(previous).toEqual({
      origin: signed?.origin,
      size: Number(signed?.size),
      root: Buffer.from(signed?.root ?? []).toString('hex'),
    })
    await sealAll()
    const after = (await checkpoints()).at(-1)
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
    await enter(9)
    await expect(sealAll()).rejects.toMatchObject({ code: 'no_state' })
    const { previous } = await openOrigin(test.context, operator, signer)
    expect(previous.size).toBe(Number((await checkpoints()).at(-1)?.size))
    await sealAll()
    expect((await checkpoints()).at(-1)?.origin).not.toBe(previous.origin)
  })

  it('is not mistaken for another register: the signer signs for its own alone', async () => {
    const other = await testDatabase('2026-11-18T12:00:00.000Z')
    await initialise(other.context, { demo: false })
    await expect(seal(other.context, signer, all())).rejects.toMatchObject({ code: 'other_register' })
  })

  it('is refused by a damaged memory', async () => {
    writeFileSync(signer.stateFile, '{"size":')
    await enter(9)
    await expect(sealAll()).rejects.toMatchObject({ code: 'damaged' })
  })
})

describe('rotation', () => {
  it('is signed by both keys, on the register, and from then on the new one signs alone', async () => {
    await sealAll()
    const next = makeKeyIn(nextKeyFile(signer))
    await rotateKey(test.context, operator, signer, next.publicKey)
    await expect(rotateKey(test.context, operator, signer, key.publicKey)).rejects.toMatchObject({
      code: 'rotation_open',
    })
    await sealAll()
    expect(existsSync(nextKeyFile(signer))).toBe(false)
    expect(readSigningKey(readFileSync(signer.keyFile, 'utf8'))?.publicKey).toEqual(next.publicKey)
    await enter(1)
    await sealAll()
    const [first, both, alone] = await checkpoints()
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
    await sealAll()
    const next = makeKeyIn(nextKeyFile(signer))
    await rotateKey(test.context, operator, signer, next.publicKey)
    await sealAll()
    // Cut between the commit and the move of the file: the old key is still in place.
    writeFileSync(nextKeyFile(signer), readFileSync(signer.keyFile))
    const old = place()
    makeKeyIn(old.keyFile)
    writeFileSync(signer.keyFile, readFileSync(old.keyFile))
    await enter(1)
    await sealAll()
    expect(readSigningKey(readFileSync(signer.keyFile, 'utf8'))?.publicKey).toEqual(next.publicKey)
    expect(existsSync(nextKeyFile(signer))).toBe(false)
  })

  it('cannot be had without the old key', async () => {
    await sealAll()
    const thief = place()
    const stolen = makeKeyIn(thief.keyFile)
    await expect(rotateKey(test.context, operator, thief, stolen.publicKey)).rejects.toMatchObject({
      code: 'other_key',
    })
  })
})

describe('the tables of the log', () => {
  it.each(['register_leaf', 'register_node', 'register_key', 'register_checkpoint'])(
    '%s refuses change, even by its owner',
    async (table) => {
      await enter(1)
      await sealAll()
      const column =
        table === 'register_leaf'
          ? 'hash'
          : table === 'register_node'
            ? 'hash'
            : table === 'register_key'
              ? 'public_key'
              : 'note'
      const asOwner = (sql: string): Promise<unknown> => withClient(test.ownerUrl, (client) => client.query(sql))
      await expect(asOwner(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow('append-only')
      await expect(asOwner(`DELETE FROM ${table}`)).rejects.toThrow('append-only')
      await expect(asOwner(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only')
      await expect(test.context.database.pool.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied')
    },
  )

  it('have no gap between leaves, and no second first key', async () => {
    await enter(1)
    await sealAll()
    const { pool } = test.context.database
    await enter(2)
    const insert = (index: string): Promise<unknown> =>
      pool.query(
        `INSERT INTO register_leaf (index, entry_id, hash) SELECT ${index}, max(id), sha256('x') FROM register_entry`,
      )
    await expect(insert('99')).rejects.toThrow('register_leaf_dense')
    await expect(insert('0')).rejects.toThrow('register_leaf_pkey')
    await expect(
      pool.query(`INSERT INTO register_key (public_key, established_at) VALUES (sha256('x'), now())`),
    ).rejects.toThrow('register_key_one_first')
  })
})
