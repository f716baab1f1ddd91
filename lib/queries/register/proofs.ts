import { logSize, planned, treeHead } from '@/lib/db/register-log'
import type { Context } from '@/lib/db/transact'
import { consistencyPlan, inclusionPlan } from '@/lib/register/merkle'
import { invalid, notFound } from '@/lib/verbs/refusal'

export interface CheckpointDto {
  origin: string
  size: number
  /** Hex. */
  root: string
  note: string
  signedAt: string
}

export interface EntryProofDto {
  entry: string
  leaf: number
  hash: string
  path: string[]
  checkpoint: CheckpointDto
}

export interface ConsistencyDto {
  from: { size: number; root: string }
  to: { size: number; root: string }
  path: string[]
}

interface CheckpointRow {
  origin: string
  size: bigint
  root: Uint8Array
  note: string
  signedAt: Date
}

export const checkpointDto = ({ origin, size, root, note, signedAt }: CheckpointRow): CheckpointDto => ({
  origin,
  size: Number(size),
  root: hex(root),
  note,
  signedAt: signedAt.toISOString(),
})

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The newest checkpoint. There is none before the first entries are sealed. */
export async function newestCheckpoint({ database }: Context): Promise<CheckpointDto> {
  const row = await database.prisma.registerCheckpoint.findFirst({ orderBy: { id: 'desc' } })
  if (row === null) throw notFound('checkpoint')
  return checkpointDto(row)
}

/** The proof that an entry, by its number or its leaf, is in the newest checkpoint; 404 until it is sealed. */
export async function entryProof(
  context: Context,
  wanted: { entry: string } | { leaf: number },
): Promise<EntryProofDto> {
  const { prisma, pool } = context.database
  const checkpoint = await newestCheckpoint(context)
  const where = 'entry' in wanted ? { entryId: BigInt(wanted.entry) } : { index: BigInt(wanted.leaf) }
  const leaf = await prisma.registerLeaf.findUnique({ where })
  if (leaf === null || Number(leaf.index) >= checkpoint.size) throw notFound('sealed entry')
  const index = Number(leaf.index)
  const path = await planned(pool, inclusionPlan(index, checkpoint.size))
  return { entry: String(leaf.entryId), leaf: index, hash: hex(leaf.hash), path: path.map(hex), checkpoint }
}

/** The proof that the tree of `from` entries is the beginning of that of `to`; the newest checkpoint's where null. */
export async function consistencyProof(context: Context, from: number, to: number | null): Promise<ConsistencyDto> {
  const { pool } = context.database
  const newer = to ?? (await newestCheckpoint(context)).size
  if (from > newer) throw invalid([{ path: 'from', code: 'order', message: `${from} is more than ${newer}.` }])
  if (newer > (await logSize(pool))) throw notFound('tree of that size')
  const [older, whole, path] = await Promise.all([
    treeHead(pool, from),
    treeHead(pool, newer),
    planned(pool, consistencyPlan(from, newer)),
  ])
  const head = ({ size, root }: typeof older): ConsistencyDto['from'] => ({ size, root: hex(root) })
  return { from: head(older), to: head(whole), path: path.map(hex) }
}
