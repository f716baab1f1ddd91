import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { keysOf, type RegisterLog, registerLog, signerPlace } from '@/e2e/harness/register-log'
import { planned } from '@/lib/db/register-log'
import { makeKeyIn } from '@/lib/db/signer'
import { openCheckpoint, readCheckpoint } from '@/lib/register/checkpoint'
import { consistencyPlan, inclusionPlan, verifyConsistency, verifyInclusion } from '@/lib/register/merkle'
import { withClient } from '../../../cli/installation/databases'
import { seal } from './seal'

let log: RegisterLog
let test: RegisterLog['test']
let signer: RegisterLog['signer']
let key: RegisterLog['key']

beforeEach(async () => {
  log = await registerLog()
  ;({ test, signer, key } = log)
})

const leaves = async () => test.context.database.prisma.registerLeaf.findMany({ orderBy: { index: 'asc' } })

describe('the sealer', () => {
  it('gives every entry a leaf and signs the whole; each is proven, and each checkpoint begins the next', async () => {
    // The installation's entry, the key's, and these.
    for (let count = 0; count < 5; count += 1) {
      await log.enter(count)
      await log.sealAll()
    }
    expect(await log.sealAll()).toBe(0)
    const rows = await log.checkpoints()
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
    await log.sealAll()
    // Its id is drawn before the other's, and its commit comes after the other's leaf.
    const late = await test.context.database.pool.connect()
    await late.query('BEGIN')
    const drawn = await late.query<{ id: string }>(
      `INSERT INTO register_entry (type, actor, at, payload, digest)
       SELECT type, actor, at, payload, digest FROM register_entry WHERE type = 'installation.created' RETURNING id`,
    )
    await log.enter(1)
    expect(await log.sealAll()).toBe(1)
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
    await Promise.all(Array.from({ length: 20 }, (_, token) => log.enter(token)))
    await Promise.all(Array.from({ length: 4 }, () => log.sealAll()))
    await log.sealAll()
    const rows = await leaves()
    const entries = await test.context.database.prisma.registerEntry.count()
    expect(rows).toHaveLength(entries)
    const signed = await log.checkpoints()
    expect(Number(signed.at(-1)?.size)).toBe(entries)
    expect(new Set(signed.map(({ size }) => size)).size).toBe(signed.length)
  })

  it('makes no key: without one nothing is sealed, and the refusal says where it looked', async () => {
    const nowhere = signerPlace()
    await expect(seal(test.context, nowhere, { everything: true })).rejects.toMatchObject({ code: 'no_key' })
    await log.sealAll()
    await expect(seal(test.context, nowhere, { everything: true })).rejects.toMatchObject({
      code: 'no_key',
      message: expect.stringContaining(nowhere.keyFile) as string,
    })
    const another = signerPlace()
    makeKeyIn(another.keyFile)
    await expect(seal(test.context, another, { everything: true })).rejects.toMatchObject({ code: 'other_key' })
    expect(await test.context.database.prisma.registerKey.count()).toBe(1)
    expect(() => makeKeyIn(signer.keyFile)).toThrow(/never replaced/)
  })

  it('refuses an entry that is not what was written', async () => {
    await log.sealAll()
    await withClient(test.ownerUrl, (client) =>
      client.query(`INSERT INTO register_entry (type, actor, at, payload, digest)
        SELECT type, actor, at, '{"token":9}', digest FROM register_entry LIMIT 1`),
    )
    await expect(log.sealAll()).rejects.toMatchObject({ code: 'damaged_entry' })
  })

  it('signs the same again where the commit after signing was lost', async () => {
    await log.sealAll()
    await log.enter(1)
    await log.sealAll()
    const before = (await log.checkpoints()).at(-1)
    await withClient(test.ownerUrl, (client) =>
      client.query(
        `ALTER TABLE register_checkpoint DISABLE TRIGGER ALL; DELETE FROM register_checkpoint WHERE size = ${Number(before?.size)}; ALTER TABLE register_checkpoint ENABLE TRIGGER ALL`,
      ),
    )
    await log.sealAll()
    expect((await log.checkpoints()).at(-1)?.note).toBe(before?.note)
  })
})

describe('the tables of the log', () => {
  it.each(['register_leaf', 'register_node', 'register_key', 'register_checkpoint'])(
    '%s refuses change, even by its owner',
    async (table) => {
      await log.enter(1)
      await log.sealAll()
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
    await log.enter(1)
    await log.sealAll()
    const { pool } = test.context.database
    await log.enter(2)
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
