import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client'

/** The connection that the transaction around the current call holds. */
interface Held {
  client?: pg.PoolClient
}

/**
 * A pool that tells a transaction which connection it got, so that bulk statements go by pg over the connection on
 * which Prisma opened the transaction.
 */
class HoldingPool extends pg.Pool {
  readonly held = new AsyncLocalStorage<Held>()

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (callback !== undefined) {
      super.connect(callback)
      return
    }
    const mine = this.held.getStore()
    const connected = super.connect()
    if (mine === undefined) return connected
    return connected.then((client) => {
      mine.client = client
      return client
    })
  }
}

export interface Database {
  prisma: PrismaClient
  pool: pg.Pool
  /** Carried here and not in the module: Next loads modules more than once in a process. */
  held: AsyncLocalStorage<Held>
  close(): Promise<void>
}

export type PrismaTransaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

const timeouts = ['lock_timeout=10s', 'statement_timeout=60s', 'idle_in_transaction_session_timeout=60s']

/**
 * Opens a database. Every connection works as the role `signalbox_app`, which owns nothing, whoever logs in; the
 * user in `url` must be a member of it (the owner of the tables is, and so is the embedded server's app user).
 */
export function openDatabase(url: string, connections: number): Database {
  const options = ['role=signalbox_app', 'timezone=UTC', ...timeouts].map((setting) => `-c ${setting}`).join(' ')
  // Statements that do not wait for each other's answers go out together.
  const pool = new HoldingPool({ connectionString: url, max: connections, options, pipeline: true })
  // An idle connection may die with its server; the next query opens another.
  pool.on('error', () => {})
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    prisma,
    pool,
    held: pool.held,
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

const LIMITS = { maxWait: 15_000, timeout: 60_000 }

/** Runs `work` on one connection, so that its statements go out together. */
export async function onConnection<T>({ pool }: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/** Runs `work` in one READ COMMITTED transaction, with Prisma and pg on the same connection. */
export function inTransaction<T>(
  database: Database,
  work: (prisma: PrismaTransaction, client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const mine: Held = {}
  return database.held.run(mine, () =>
    database.prisma.$transaction((prisma) => {
      if (mine.client === undefined) throw new Error('the transaction has no connection')
      return work(prisma, mine.client)
    }, LIMITS),
  )
}
