import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { operator } from '@/lib/auth/actor'
import { entryDigest } from '@/lib/register/entry'
import { inTransaction } from './database'
import { sqlStateOf } from './errors'
import { databaseClock, LockTimeout, type Scope, type Transaction, transact } from './transact'

let test: TestDatabase

const scope = (lock: Scope['lock'], program = 7): Scope => ({
  actor: operator,
  program: { id: program, slug: 'x' },
  lock,
})
const installation: Scope = { actor: operator, program: null, lock: 'exclusive' }
const entry = { type: 'setup_code.issued', payload: { expiresAt: 'never' } } as const

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.123Z')
  await test.context.database.prisma.program.create({ data: { id: 7, slug: 'x', createdAt: new Date(test.now()) } })
})

const addCode = ({ prisma, now }: Transaction, hash: string) =>
  prisma.setupCode.create({
    data: { hash: Buffer.from(hash.padEnd(32)), createdAt: new Date(now), expiresAt: new Date(now) },
  })

const codes = (): Promise<number> => test.context.database.prisma.setupCode.count()

describe('a transaction', () => {
  it('is one connection for Prisma and pg', async () => {
    await inTransaction(test.context.database, async (prisma, client) => {
      const byPrisma = await prisma.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
      const byPg = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      expect(byPg.rows).toEqual(byPrisma)
    })
  })

  it('writes its register entry with a digest that can be computed anew', async () => {
    await transact(test.context, installation, async () => ({ result: null, entries: [entry] }))
    const row = await test.context.database.prisma.registerEntry.findFirstOrThrow({ orderBy: { id: 'desc' } })
    const payload = JSON.parse(Buffer.from(row.payload).toString()) as { expiresAt: string }
    expect(row.at.toISOString()).toBe('2026-11-18T12:00:00.123Z')
    const head = { type: row.type, actor: row.actor, program: null, at: row.at.toISOString() }
    expect(Buffer.from(row.digest)).toEqual(entryDigest(head, payload))
  })

  it('is rolled back whole when its work fails, its register entry cannot be written, or nothing was to change', async () => {
    const [before, entries] = [await codes(), await test.context.database.prisma.registerEntry.count()]
    const failing = transact(test.context, installation, async (tx) => {
      await addCode(tx, 'a')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    const pending = transact(test.context, installation, async (tx) => {
      await addCode(tx, 'b')
      return { result: null, entries: [entry], pending: Promise.reject(new Error('a write failed')) }
    })
    await expect(pending).rejects.toThrow('a write failed')
    const unchanged = await transact<string>(test.context, installation, async (tx) => {
      await addCode(tx, 'c')
      return { result: 'as before', unchanged: true }
    })
    expect(unchanged).toBe('as before')
    expect([await codes(), await test.context.database.prisma.registerEntry.count()]).toEqual([before, entries])
  })
})

/** Resolves when `open` is called. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

async function holding(lock: Scope['lock'], until: Promise<void>): Promise<{ done: Promise<unknown> }> {
  const taken = gate()
  const done = transact<null>(test.context, scope(lock), async () => {
    taken.open()
    await until
    return { result: null, unchanged: true }
  })
  await Promise.race([taken.passed, done])
  return { done }
}

describe("the program's lock", () => {
  it('lets facts change beside each other, and nothing beside an exclusive one', async () => {
    const end = gate()
    const first = await holding('shared', end.passed)
    const second = await holding('shared', end.passed)
    let exclusive = false
    const deciding = transact<null>(test.context, scope('exclusive'), async () => {
      exclusive = true
      return { result: null, unchanged: true }
    })
    await expect.poll(waiting).toBe(1)
    expect(exclusive).toBe(false)
    end.open()
    await Promise.all([first.done, second.done, deciding])
    expect(exclusive).toBe(true)
  })

  it('is one a program', async () => {
    const end = gate()
    const { done } = await holding('exclusive', end.passed)
    await transact<null>(test.context, scope('exclusive', 8), async () => ({ result: null, unchanged: true }))
    end.open()
    await done
  })

  it('is waited for a while, and then said to be busy', async () => {
    const end = gate()
    const { done } = await holding('exclusive', end.passed)
    await setLockTimeout('50ms')
    const work = transact<null>(test.context, scope('shared'), async () => ({ result: null, unchanged: true }))
    await expect(work).rejects.toBeInstanceOf(LockTimeout)
    await setLockTimeout('10s')
    end.open()
    await done
  })

  it('has been had before the time is read', async () => {
    const end = gate()
    const { done } = await holding('exclusive', end.passed)
    const real = { ...test.context, clock: databaseClock }
    const waitingFor = transact<number>(real, scope('shared'), async ({ now }) => ({ result: now, unchanged: true }))
    await expect.poll(waiting).toBe(1)
    const asked = await databaseClock(test.context.database.pool)
    end.open()
    await done
    expect(await waitingFor).toBeGreaterThanOrEqual(asked)
  })
})

/** On every connection that is not in use. */
async function setLockTimeout(span: string): Promise<void> {
  const { pool } = test.context.database
  const clients = await Promise.all(Array.from({ length: 8 }, () => pool.connect()))
  await Promise.all(clients.map((client) => client.query(`SET lock_timeout = '${span}'`)))
  for (const client of clients) client.release()
}

async function waiting(): Promise<number> {
  const { rows } = await test.context.database.pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  )
  return rows[0]?.n ?? 0
}

describe('a deadlock', () => {
  it('is tried again, by pg and by Prisma', async () => {
    const { prisma } = test.context.database
    const users = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
    await prisma.user.createMany({ data: users.map((id) => ({ id, name: 'before', createdAt: new Date() })) })
    const both = { first: gate(), second: gate() }
    let attempts = 0
    const rename = (order: string[], mine: { open: () => void }, theirs: { passed: Promise<void> }) =>
      transact<null>(test.context, scope('shared'), async (tx) => {
        attempts += 1
        const [one = '', other = ''] = order
        await tx.prisma.user.update({ where: { id: one }, data: { name: 'after' } })
        mine.open()
        await theirs.passed
        await tx.prisma.user.update({ where: { id: other }, data: { name: 'after' } })
        return { result: null, entries: [entry] }
      })
    await Promise.all([rename(users, both.first, both.second), rename([...users].reverse(), both.second, both.first)])
    expect(attempts).toBe(3)
    expect(await prisma.user.count({ where: { id: { in: users }, name: 'after' } })).toBe(2)
  })
})

describe('a SQLSTATE', () => {
  it('is read from what pg throws and from what Prisma makes of it', async () => {
    const { pool, prisma } = test.context.database
    const byPg = await pool.query('SELECT 1/0').catch((error: unknown) => error)
    const byPrisma = await prisma.$queryRaw`SELECT 1/0`.catch((error: unknown) => error)
    expect([sqlStateOf(byPg), sqlStateOf(byPrisma), sqlStateOf(new Error('other'))]).toEqual([
      '22012',
      '22012',
      undefined,
    ])
  })
})
