import type { Json } from '@/lib/register/canonical'
import { entryBytes } from '@/lib/register/entry'
import { type Plan, type ReadNode, rootPlan, type TreeHead, type TreeNode } from '@/lib/register/merkle'
import type { Queryable } from './query'

const key = ({ level, index }: TreeNode): string => `${level}/${index}`

/** Reads complete subtrees of the stored log; the answer throws for one that is not there. */
export async function readNodes(db: Queryable, nodes: readonly TreeNode[]): Promise<ReadNode> {
  const { rows } = await db.query<{ level: number; index: string; hash: Buffer }>({
    name: 'register_nodes',
    text: `SELECT w.level, w.index, coalesce(l.hash, n.hash) AS hash
           FROM unnest($1::int[], $2::int8[]) AS w (level, index)
           LEFT JOIN register_leaf l ON w.level = 0 AND l.index = w.index
           LEFT JOIN register_node n ON n.level = w.level AND n.index = w.index`,
    values: [nodes.map(({ level }) => level), nodes.map(({ index }) => index)],
  })
  const found = new Map(rows.map((row) => [key({ level: row.level, index: Number(row.index) }), row.hash]))
  return (node) => {
    const hash = found.get(key(node)) as Buffer | null | undefined
    if (!Buffer.isBuffer(hash)) throw new Error(`the register's tree lacks the node ${key(node)}`)
    return hash
  }
}

/** The hashes of a plan, from the stored log. */
export async function planned(db: Queryable, plan: Plan): Promise<Buffer[]> {
  return plan.hashes(await readNodes(db, plan.nodes))
}

/** How many entries have a leaf. */
export async function logSize(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ size: number }>({
    name: 'register_size',
    text: 'SELECT coalesce(max(index) + 1, 0)::float8 AS size FROM register_leaf',
  })
  return rows[0]?.size ?? 0
}

/** The tree of the first `size` leaves. */
export async function treeHead(db: Queryable, size: number): Promise<TreeHead> {
  const [root] = await planned(db, rootPlan(size))
  if (root === undefined) throw new Error('a tree has no root')
  return { size, root }
}

/** A stored entry, as the log reads it. */
export interface StoredEntry {
  /** As text: it is a bigint. */
  id: string
  type: string
  actor: string
  program: string | null
  at: Date
  payload: Buffer
  digest: Buffer
}

export const entryColumns = `e.id, e.type, e.actor, p.slug AS program, e.at, e.payload, e.digest`

/** The canonical bytes of a stored entry: its head with the payload as it was stored. */
export function storedEntryBytes({ type, actor, program, at, payload }: StoredEntry): Buffer {
  const value = JSON.parse(payload.toString('utf8')) as Json
  return entryBytes({ type, actor, program, at: at.toISOString() }, value)
}
