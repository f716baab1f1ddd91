import { type Checkpoint, readCheckpoint } from './checkpoint'
import { verifyConsistency } from './merkle'

/** What a new checkpoint is to one seen before. */
export type Comparison =
  | { kind: 'first' | 'same' }
  /** Consistent only if the server can prove it. */
  | { kind: 'grown'; older: Checkpoint; newer: Checkpoint }
  | { kind: 'fork'; message: string }

/** Compares checkpoints of one server. Whatever does not read as a checkpoint is a fork: someone changed it. */
export function compareCheckpoints(seen: string | null, now: string): Comparison {
  const newer = readCheckpoint(now)
  if (newer === null) return { kind: 'fork', message: 'What it sent as a checkpoint is none.' }
  if (seen === null) return { kind: 'first' }
  const older = readCheckpoint(seen)
  if (older === null) return { kind: 'fork', message: 'The checkpoint remembered of it is damaged.' }
  if (older.origin !== newer.origin) {
    return {
      kind: 'fork',
      message: `Its register was ${older.origin} and is now ${newer.origin}: another register, or one that was opened anew after a restore.`,
    }
  }
  if (older.size === newer.size) {
    const same = older.root.equals(newer.root)
    return same
      ? { kind: 'same' }
      : { kind: 'fork', message: `It has shown two different registers of ${newer.size} entries.` }
  }
  return older.size < newer.size ? { kind: 'grown', older, newer } : { kind: 'grown', older: newer, newer: older }
}

/** Whether the server's path proves that the older checkpoint is the beginning of the newer. Hashes in hex. */
export function isExtension(
  { older, newer }: { older: Checkpoint; newer: Checkpoint },
  path: readonly string[],
): boolean {
  return verifyConsistency(
    older,
    newer,
    path.map((hash) => Buffer.from(hash, 'hex')),
  )
}
