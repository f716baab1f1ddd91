import type pg from 'pg'
import { type Actor, actorId } from '@/lib/auth/actor'
import { type Instant, iso } from '@/lib/domain/instant'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { type EntryDraft, entryDigest } from '@/lib/register/entry'
import { type Database, inTransaction, type PrismaTransaction } from './database'
import { sqlState, sqlStateOf } from './errors'
import type { Queryable } from './query'

/** Where a verb works: the database, and the clock its transactions read. */
export interface Context {
  database: Database
  clock: Clock
}

/** The database's clock, or, for a replayed history, a simulated one. */
export type Clock = (db: Queryable) => Promise<Instant>

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
  clock: Clock
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
  /** Every program's lock as well, exclusively: for what ends roles and keys wherever they are held. */
  everyProgram?: boolean
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
        const { clock } = context
        // In this order on the server: the time is read once the locks are held.
        const [, , now] = await Promise.all([takeLock(client, scope), lockEveryProgram(client, scope), clock(client)])
        const outcome = await work({ prisma, client, clock, now })
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

/**
 * Locks rows by a `SELECT … FOR UPDATE`. Answers with them, and with the transaction from there on: its time is read
 * under that lock too, so that whoever waited for a row is later than whom they waited for (semantics 1).
 */
export async function lockRows<Row extends pg.QueryResultRow>(
  tx: Transaction,
  query: pg.QueryConfig,
): Promise<{ rows: Row[]; tx: Transaction }> {
  const [{ rows }, now] = await Promise.all([tx.client.query<Row>(query), tx.clock(tx.client)])
  return { rows, tx: { ...tx, now } }
}

/** An outcome whose entries came to be at the transaction's time as it is now, unless they say another. */
export function asOf<T>({ now }: Transaction, outcome: Outcome<T>): Outcome<T> {
  if ('unchanged' in outcome) return outcome
  const [first, ...others] = outcome.entries
  const stamped = (entry: EntryDraft): EntryDraft => ({ at: now, ...entry })
  return { ...outcome, entries: [stamped(first), ...others.map(stamped)] }
}

/** In the order of their ids, by everyone who takes them all. */
async function lockEveryProgram(client: pg.PoolClient, { everyProgram = false }: Scope): Promise<void> {
  if (!everyProgram) return
  const text = 'SELECT pg_advisory_xact_lock($1, id) FROM (SELECT id FROM program ORDER BY id) program'
  await client.query(text, [LOCK_CLASS])
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
  const columns: [Date[], string[], Buffer[], Buffer[]] = [[], [], [], []]
  const head = { actor: actorId(actor), program: program?.slug ?? null }
  for (const { type, payload, at = now } of entries) {
    const json: Json = { ...payload }
    columns[0].push(new Date(at))
    columns[1].push(type)
    columns[2].push(Buffer.from(canonicalJson(json)))
    columns[3].push(entryDigest({ ...head, type, at: iso(at) }, json))
  }
  await client.query({
    name: 'register',
    text: `INSERT INTO register_entry (program_id, actor, at, type, payload, digest)
           SELECT $1, $2, * FROM unnest($3::timestamptz[], $4::text[], $5::bytea[], $6::bytea[])`,
    values: [program?.id ?? null, head.actor, ...columns],
  })
}
