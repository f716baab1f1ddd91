import type pg from 'pg'
import { entryColumns, readNodes, type StoredEntry, storedEntryBytes } from '@/lib/db/register-log'
import { canonicalJson, type Json } from '@/lib/register/canonical'
import { openCheckpoint } from '@/lib/register/checkpoint'
import { sha256 } from '@/lib/register/digest'
import { GrowingTree, leafHash, type TreeNode } from '@/lib/register/merkle'
import type { Finding } from './matcher'

const BATCH = 5_000
const ENOUGH = 10

interface LeafRow extends StoredEntry {
  index: string
  hash: Buffer
}

export interface TreeCheck {
  findings: Finding[]
  /** Entries with a leaf; those that wait for one. */
  leaves: number
  waiting: number
  checkpoints: number
}

/** Every entry's digest from its stored bytes, every leaf and subtree, every checkpoint with its signatures. */
export async function checkTree(client: pg.PoolClient): Promise<TreeCheck> {
  const findings: Finding[] = []
  const tree = new GrowingTree()
  const keys = await client.query<{ public_key: Buffer }>('SELECT public_key FROM register_key')
  const publicKeys = keys.rows.map((row) => row.public_key)
  let checkpoints = 0
  const find = (what: string, message: string): void => void findings.push({ what, message })

  for (;;) {
    const from = tree.size
    const { rows } = await client.query<LeafRow>(
      `SELECT l.index, l.hash, ${entryColumns} FROM register_leaf l JOIN register_entry e ON e.id = l.entry_id
       LEFT JOIN program p ON p.id = e.program_id WHERE l.index >= $1 ORDER BY l.index LIMIT ${BATCH}`,
      [from],
    )
    if (rows.length === 0) break
    const heads = await checkpointsWithin(client, from, from + rows.length)
    const nodes: (TreeNode & { hash: Buffer })[] = []
    for (const row of rows) {
      if (Number(row.index) !== tree.size) find('leaf', `Leaf ${tree.size} is missing.`)
      const fault = entryFault(row)
      if (fault !== null) find('entry', fault)
      nodes.push(...tree.append(row.hash).slice(1))
      for (const head of heads.filter(({ size }) => Number(size) === tree.size)) {
        checkpoints += 1
        const wrong = checkpointFault(head, tree.root, publicKeys)
        if (wrong !== null) find('checkpoint', wrong)
      }
      if (findings.length >= ENOUGH) break
    }
    findings.push(...(await nodeFaults(client, nodes)))
    if (findings.length >= ENOUGH) break
  }
  findings.push(...(await strayCheckpoints(client, tree.size)))
  return { findings, leaves: tree.size, waiting: await waiting(client), checkpoints }
}

function entryFault(row: LeafRow): string | null {
  const where = `Entry ${row.id} (leaf ${row.index}, ${row.type})`
  let bytes: Buffer
  try {
    bytes = storedEntryBytes(row)
    const payload = canonicalJson(JSON.parse(row.payload.toString('utf8')) as Json)
    if (!row.payload.equals(Buffer.from(payload))) return `${where}: its payload is not in canonical form.`
  } catch {
    return `${where}: its payload is not JSON.`
  }
  if (!sha256(bytes).equals(row.digest)) return `${where} is not what was written: its digest differs.`
  return leafHash(bytes).equals(row.hash) ? null : `${where} is not what was sealed: its leaf differs.`
}

interface HeadRow {
  origin: string
  size: string
  root: Buffer
  note: string
}

async function checkpointsWithin(client: pg.PoolClient, from: number, to: number): Promise<HeadRow[]> {
  const { rows } = await client.query<HeadRow>(
    'SELECT origin, size, root, note FROM register_checkpoint WHERE size > $1 AND size <= $2 ORDER BY id',
    [from, to],
  )
  return rows
}

function checkpointFault(
  { origin, size, root, note }: HeadRow,
  computed: Buffer,
  publicKeys: readonly Buffer[],
): string | null {
  const where = `The checkpoint of ${size} entries of ${origin}`
  if (!root.equals(computed)) return `${where} has another root than its entries.`
  const opened = openCheckpoint(
    note,
    publicKeys.map((publicKey) => ({ name: origin, publicKey })),
  )
  if (!opened.ok) return `${where} does not hold: ${opened.message}`
  const { checkpoint } = opened
  const same = checkpoint.origin === origin && checkpoint.size === Number(size) && checkpoint.root.equals(root)
  return same ? null : `${where} says otherwise in its signed text.`
}

async function nodeFaults(client: pg.PoolClient, nodes: (TreeNode & { hash: Buffer })[]): Promise<Finding[]> {
  const read = await readNodes(client, nodes)
  for (const node of nodes) {
    try {
      if (read(node).every((byte, index) => byte === node.hash[index])) continue
    } catch {
      return [{ what: 'node', message: `The stored subtree ${node.level}/${node.index} is missing.` }]
    }
    return [{ what: 'node', message: `The stored subtree ${node.level}/${node.index} is not what its leaves come to.` }]
  }
  return []
}

async function strayCheckpoints(client: pg.PoolClient, size: number): Promise<Finding[]> {
  const { rows } = await client.query<HeadRow>('SELECT origin, size FROM register_checkpoint WHERE size > $1 LIMIT 1', [
    size,
  ])
  return rows.map((row) => ({
    what: 'checkpoint',
    message: `The checkpoint of ${row.size} entries of ${row.origin} is of more entries than there are (${size}).`,
  }))
}

async function waiting(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM register_entry e WHERE NOT EXISTS (SELECT 1 FROM register_leaf l WHERE l.entry_id = e.id)',
  )
  return rows[0]?.n ?? 0
}
