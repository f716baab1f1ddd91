import type { Actor } from '@/lib/auth/actor'
import { registerMemory } from '@/lib/db/register-memory'
import type { Context } from '@/lib/db/transact'
import { openCheckpoint, readCheckpoint } from '@/lib/register/checkpoint'
import { keyHash } from '@/lib/register/key'
import { verifyConsistency } from '@/lib/register/merkle'
import { visibleProgram } from '../visible'
import { type CheckpointDto, type ConsistencyDto, checkpointDto, consistencyProof } from './proofs'

/** How the register stands: what is sealed, what waits, and whether anything is signed. */
export interface SealingDto {
  origin: string
  /** Entries without a leaf. */
  waiting: number
  newest: CheckpointDto | null
  /** Why nothing is signed; null where it is, or where this process has not tried yet. */
  refused: string | null
}

export async function sealing(context: Context, actor: Actor, slug: string): Promise<SealingDto> {
  await visibleProgram(context, actor, slug)
  const { prisma } = context.database
  const [installation, newest, waiting] = await Promise.all([
    prisma.installation.findUnique({ where: { id: 1 } }),
    prisma.registerCheckpoint.findFirst({ orderBy: { id: 'desc' } }),
    prisma.registerEntry.count({ where: { leaf: null } }),
  ])
  return {
    origin: installation?.origin ?? '',
    waiting,
    newest: newest === null ? null : checkpointDto(newest),
    refused: registerMemory().sealing?.refused?.message ?? null,
  }
}

export interface SignedCheckpointDto extends CheckpointDto {
  id: number
  /** Hashes of the keys whose signatures hold; empty where one does not. */
  signedBy: string[]
}

export interface CheckpointsDto {
  rows: SignedCheckpointDto[]
  more: boolean
  /** The pair that was asked for, checked; null where none was. */
  compared: (ConsistencyDto & { older: SignedCheckpointDto; newer: SignedCheckpointDto; holds: boolean }) | null
}

/** A page of the checkpoints, newest first, and two of them compared, by their ids. */
export async function checkpoints(
  context: Context,
  actor: Actor,
  slug: string,
  query: { page: number; size: number; pair: readonly [number, number] | null },
): Promise<CheckpointsDto> {
  await visibleProgram(context, actor, slug)
  const { prisma } = context.database
  const { page, size, pair } = query
  const [found, chosen, keys] = await Promise.all([
    prisma.registerCheckpoint.findMany({ orderBy: { id: 'desc' }, skip: (page - 1) * size, take: size + 1 }),
    pair === null
      ? []
      : prisma.registerCheckpoint.findMany({ where: { id: { in: [...pair] } }, orderBy: { size: 'asc' } }),
    prisma.registerKey.findMany(),
  ])
  const publicKeys = keys.map(({ publicKey }) => Buffer.from(publicKey))
  const dto = (row: (typeof found)[number]): SignedCheckpointDto => ({
    ...checkpointDto(row),
    id: row.id,
    signedBy: signersOf(row, publicKeys),
  })
  // One held against itself is the same tree.
  const [older, newer = older] = chosen.map(dto)
  return {
    rows: found.slice(0, size).map(dto),
    more: found.length > size,
    compared: older === undefined || newer === undefined ? null : await compared(context, older, newer),
  }
}

function signersOf({ note, origin }: { note: string; origin: string }, publicKeys: readonly Buffer[]): string[] {
  const opened = openCheckpoint(
    note,
    publicKeys.map((publicKey) => ({ name: origin, publicKey })),
  )
  return opened.ok ? opened.signedBy.map(keyHash) : []
}

/** The proof from the stored tree, held against what the two signed texts say. */
async function compared(
  context: Context,
  older: SignedCheckpointDto,
  newer: SignedCheckpointDto,
): Promise<CheckpointsDto['compared']> {
  const proof = await consistencyProof(context, older.size, newer.size)
  const [from, to] = [readCheckpoint(older.note), readCheckpoint(newer.note)]
  const path = proof.path.map((hash) => Buffer.from(hash, 'hex'))
  return { ...proof, older, newer, holds: from !== null && to !== null && verifyConsistency(from, to, path) }
}
