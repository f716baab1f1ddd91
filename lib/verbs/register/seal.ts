import type pg from 'pg'
import { inTransaction } from '@/lib/db/database'
import { entryColumns, readNodes, type StoredEntry, storedEntryBytes } from '@/lib/db/register-log'
import { promoteNextKey, readSignerState, type SignerPlace, writeSignerState } from '@/lib/db/signer'
import type { Context } from '@/lib/db/transact'
import { sha256 } from '@/lib/register/digest'
import { signCheckpoint } from '@/lib/register/checkpoint'
import { GrowingTree, leafHash, rootPlan, type TreeNode } from '@/lib/register/merkle'
import { establishKey } from './establish-key'
import { guarded, lastSigned, lockSealer, SealingRefused, signersFor, standing, trySealerLock } from './ground'

/** How many entries get their leaves in one transaction. */
const BATCH = 2_000

/**
 * How far below the newest entry a sweep looks for entries without a leaf. Commits finish out of order, but not this
 * far; and a sweep over everything comes every few minutes, so that none can be missed for ever.
 */
const RECENT = 10_000
const EVERYTHING_EVERY = 300

const shared = globalThis as typeof globalThis & { signalboxSweeps?: number }

/**
 * Gives entries that lack one their place in the Merkle tree, in the order of their ids within what is committed, and
 * signs a checkpoint over the whole (semantics 12). One process at a time; others answer 0. Throws SealingRefused where
 * nothing may be signed. Answers with the number of new leaves.
 */
export async function seal(
  context: Context,
  place: SignerPlace,
  options: { everything?: boolean } = {},
): Promise<number> {
  const everything = options.everything ?? isTurnForEverything()
  if (!everything && (await isSettled(context, place))) return 0
  await establishKey(context, place)
  let sealed = 0
  for (;;) {
    const added = await inTransaction(context.database, (_, client) => addLeaves(client, place, everything))
    if (added === null) return sealed
    sealed += added
    if (added < BATCH) break
  }
  await inTransaction(context.database, async (_, client) => {
    await lockSealer(client)
    await signHead(context, client, place)
  })
  return sealed
}

const RECENT_WITHOUT_LEAF = `
  SELECT e.id FROM register_entry e
  WHERE e.id > (SELECT coalesce(max(id), 0) FROM register_entry) - ${RECENT}
    AND NOT EXISTS (SELECT 1 FROM register_leaf l WHERE l.entry_id = e.id)`

/** Nothing to do, in one look: no recent entry waits, and the whole is signed, as the signer remembers it. */
async function isSettled({ database }: Context, place: SignerPlace): Promise<boolean> {
  const { rows } = await database.pool.query<{
    waits: boolean
    size: number
    origin: string
    root: Buffer
    signed: number
  }>({
    name: 'register_settled',
    text: `SELECT EXISTS (${RECENT_WITHOUT_LEAF}) AS waits, c.origin, c.root, c.size::float8 AS signed,
             (SELECT max(index) + 1 FROM register_leaf)::float8 AS size
           FROM register_checkpoint c JOIN installation i ON i.origin = c.origin ORDER BY c.size DESC LIMIT 1`,
  })
  const [row] = rows
  if (row === undefined || row.waits || row.size !== row.signed) return false
  const state = guarded(() => readSignerState(place))
  return state?.origin === row.origin && state.size === row.signed && state.root === row.root.toString('hex')
}

function isTurnForEverything(): boolean {
  const sweeps = shared.signalboxSweeps ?? 0
  shared.signalboxSweeps = sweeps + 1
  return sweeps % EVERYTHING_EVERY === 0
}

/** null: another process seals. */
async function addLeaves(client: pg.PoolClient, place: SignerPlace, everything: boolean): Promise<number | null> {
  if (!(await trySealerLock(client))) return null
  const at = await standing(client)
  signersFor(place, at)
  await lastSigned(client, place, at)
  const { rows } = await client.query<StoredEntry>(
    `SELECT ${entryColumns} FROM register_entry e LEFT JOIN program p ON p.id = e.program_id
     WHERE e.id > $1 * (SELECT coalesce(max(id), 0) FROM register_entry) - $2
       AND NOT EXISTS (SELECT 1 FROM register_leaf l WHERE l.entry_id = e.id)
     ORDER BY e.id LIMIT $3`,
    everything ? [0, 1, BATCH] : [1, RECENT, BATCH],
  )
  if (rows.length === 0) return 0
  const tree = GrowingTree.of(at.size, await readNodes(client, rootPlan(at.size).nodes))
  const added = rows.map((row) => ({ row, completed: tree.append(leafHash(provenBytes(row))) }))
  await insertLeaves(
    client,
    added.map(({ row, completed }) => ({ entry: row.id, leaf: completed[0] })),
  )
  await insertNodes(
    client,
    added.flatMap(({ completed }) => completed.slice(1)),
  )
  return rows.length
}

/** An entry whose bytes are no longer what was written gets no leaf. */
function provenBytes(entry: StoredEntry): Buffer {
  const bytes = storedEntryBytes(entry)
  if (sha256(bytes).equals(entry.digest)) return bytes
  throw new SealingRefused(
    'damaged_entry',
    `Entry ${entry.id} is not what was written: its digest differs. Nothing is signed over it.`,
  )
}

type Hashed = TreeNode & { hash: Buffer }

async function insertLeaves(
  client: pg.PoolClient,
  leaves: { entry: string; leaf: Hashed | undefined }[],
): Promise<void> {
  await client.query(
    `INSERT INTO register_leaf (entry_id, index, hash) SELECT * FROM unnest($1::int8[], $2::int8[], $3::bytea[])`,
    [leaves.map(({ entry }) => entry), leaves.map(({ leaf }) => leaf?.index), leaves.map(({ leaf }) => leaf?.hash)],
  )
}

async function insertNodes(client: pg.PoolClient, nodes: Hashed[]): Promise<void> {
  if (nodes.length === 0) return
  await client.query(
    `INSERT INTO register_node (level, index, hash) SELECT * FROM unnest($1::int2[], $2::int8[], $3::bytea[])`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
  )
}

/**
 * Signs the tree as it stands, once for each size. What was signed is on the disk outside the database before the
 * checkpoint is in it; where that commit fails, the next sealing signs the same text again.
 */
async function signHead(context: Context, client: pg.PoolClient, place: SignerPlace): Promise<void> {
  const at = await standing(client)
  const { keyId, keys, promote } = signersFor(place, at)
  if (promote === 'now') promoteNextKey(place)
  const last = await lastSigned(client, place, at)
  const { rowCount } = await client.query('SELECT 1 FROM register_checkpoint WHERE origin = $1 AND size = $2', [
    at.origin,
    at.size,
  ])
  if (at.size === 0 || rowCount !== 0) return
  const tree = GrowingTree.of(at.size, await readNodes(client, rootPlan(at.size).nodes))
  const { origin, size } = at
  const note = signCheckpoint({ origin, size, root: tree.root }, keys)
  if (last?.size !== size) writeSignerState(place, { origin, size, root: tree.root.toString('hex') })
  const now = await context.clock(client)
  await client.query(
    `INSERT INTO register_checkpoint (origin, size, root, note, key_id, signed_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [origin, size, tree.root, note, keyId, new Date(now)],
  )
  if (promote === 'after') promoteNextKey(place)
}
