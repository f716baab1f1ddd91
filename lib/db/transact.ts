import type pg from 'pg'
import { type Actor, actorId } from '@/lib/auth/actor'
import { type Instant, iso } from '@/lib/domain/instant'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { type EntryDraft, entryDigest } from '@/lib/register/entry'
import { type Database, inTransaction, type PrismaTransaction } from './database'
import { sqlState, sqlStateOf } from './errors'

/** Where a verb works: the database, and the clock its transactions read. */
export interface Context {
  database: Database
  clock: Clock
}

/** The database's clock, or, for a replayed history, a simulated one. */
export type Clock = (db: Pick<pg.Pool | pg.PoolClient, 'query'>) => Promise<Instant>

export const databaseClock: Clock = async (db) => {
  const { rows } = await db.query<{ now: number }>({
    name: 'now',
    text: 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
  })
  return rows[0]?.now ?? Number.NaN
}

/** A transaction that may change facts. Its lock is held and its time is read. */
export interface Transaction {
  prisma: PrismaTransaction
  /** The same connection, for statements over many rows. */
  client: pg.PoolClient
  now: Instant
}

/**
 * What a verb came to. A change cannot be made without saying it to the register: `entries` has at least one.
 * `unchanged` rolls the transaction back, so that nothing can have been written.
 */
export type Outcome<T> =
  | {
      result: T
      entries: readonly [EntryDraft, ...EntryDraft[]]
      /** Writes already sent, for which the register need not wait; the commit does. */
      pending?: Promise<unknown>
    }
  | { result: T; unchanged: true }

export interface Scope {
  actor: Actor
  /** The program whose facts change; null for what concerns the whole installation. */
  program: { id: number; slug: string } | null
  /**
   * The program's advisory lock (semantics 11): `shared` to change facts, `exclusive` to seal, decide, or change
   * roles, waivers, keys and revisions. Locks are never upgraded.
   */
  lock: 'shared' | 'exclusive'
}

/** First key of the advisory locks; the second is the program's id, 0 for the installation. */
const LOCK_CLASS = 0x5b0c
const ATTEMPTS = 4

/** Thrown to roll back on purpose. */
class Unchanged<T> extends Error {
  constructor(readonly result: T) {
    super('unchanged')
  }
}

/** A lock that could not be had in time; the caller may try again. */
export class LockTimeout extends Error {}

/**
 * The only way to change anything: lock, read the time, work, write the register, commit; all or nothing.
 * A deadlock is tried again; `work` must therefore be free of effects outside the transaction.
 */
export async function transact<T>(
  context: Context,
  scope: Scope,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(context.database, async (prisma, client) => {
        // In this order on the server: the time is read once the lock is held.
        const [, now] = await Promise.all([takeLock(client, scope), context.clock(client)])
        const outcome = await work({ prisma, client, now })
        if ('unchanged' in outcome) throw new Unchanged(outcome.result)
        await Promise.all([outcome.pending, writeEntries(client, scope, now, outcome.entries)])
        return outcome.result
      })
    } catch (error) {
      if (error instanceof Unchanged) return error.result as T
      const state = sqlStateOf(error)
      if (state === sqlState.lockNotAvailable)
        throw new LockTimeout('a lock could not be had in time', { cause: error })
      const again = state === sqlState.deadlock || state === sqlState.serialization
      if (!again || attempt === ATTEMPTS) throw error
    }
  }
}

/** Takes every program's lock exclusively, in one order: for what ends roles wherever they are held. */
export async function lockEveryProgram(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ id: number }>('SELECT id FROM program ORDER BY id')
  for (const { id } of rows) await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, id])
}

async function takeLock(client: pg.PoolClient, { program, lock }: Scope): Promise<void> {
  const text =
    lock === 'shared' ? 'SELECT pg_advisory_xact_lock_shared($1, $2)' : 'SELECT pg_advisory_xact_lock($1, $2)'
  await client.query({ name: `lock_${lock}`, text, values: [LOCK_CLASS, program?.id ?? 0] })
}

async function writeEntries(
  client: pg.PoolClient,
  { actor, program }: Scope,
  now: Instant,
  entries: readonly EntryDraft[],
): Promise<void> {
  const columns: [string[], Buffer[], Buffer[]] = [[], [], []]
  const head = { actor: actorId(actor), program: program?.slug ?? null, at: iso(now) }
  for (const { type, payload } of entries) {
    const json: Json = { ...payload }
    columns[0].push(type)
    columns[1].push(Buffer.from(canonicalJson(json)))
    columns[2].push(entryDigest({ ...head, type }, json))
  }
  await client.query({
    name: 'register',
    text: `INSERT INTO register_entry (program_id, actor, at, type, payload, digest)
           SELECT $1, $2, $3, * FROM unnest($4::text[], $5::bytea[], $6::bytea[])`,
    values: [program?.id ?? null, head.actor, new Date(now), ...columns],
  })
}
