import type pg from 'pg'
import { logSize, planned, treeHead } from '@/lib/db/register-log'
import {
  currentKey,
  keyIn,
  nextKeyFile,
  readSignerState,
  SignerDamaged,
  type SignerPlace,
  type SignerState,
} from '@/lib/db/signer'
import { keyHash, type SigningKey } from '@/lib/register/key'
import { consistencyPlan, verifyConsistency } from '@/lib/register/merkle'

/** Why nothing is signed, in words; the code is stable. Signing begins again once the cause is gone. */
export class SealingRefused extends Error {
  constructor(
    readonly code: 'no_key' | 'other_key' | 'no_state' | 'other_register' | 'restored' | 'damaged' | 'damaged_entry',
    message: string,
  ) {
    super(message)
  }
}

/** First key of the sealer's advisory lock: one process seals at a time. */
const SEALER_LOCK = 0x5b0d

/** Whether this transaction may seal; otherwise another does. */
export async function trySealerLock(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1, 0) AS locked', [
    SEALER_LOCK,
  ])
  return rows[0]?.locked === true
}

export async function lockSealer(client: pg.PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, 0)', [SEALER_LOCK])
}

interface KeyRow {
  id: number
  public_key: Buffer
  replaces_id: number | null
  /** Whether it has signed a checkpoint. */
  used: boolean
}

interface Standing {
  origin: string
  /** How many entries have a leaf. */
  size: number
  keyRows: KeyRow[]
  /** Whether this origin has a checkpoint. */
  signed: boolean
  /** What this origin took over from, where it was opened after a restore. */
  previous: SignerState | null
}

/** What the database says of its register. */
export async function standing(client: pg.PoolClient): Promise<Standing> {
  const { rows } = await client.query<{
    origin: string
    signed: boolean
    previous_origin: string | null
    previous_size: string | null
    previous_root: Buffer | null
  }>(
    `SELECT i.origin, EXISTS (SELECT 1 FROM register_checkpoint c WHERE c.origin = i.origin) AS signed,
            o.previous_origin, o.previous_size, o.previous_root
     FROM installation i LEFT JOIN register_origin o ON o.origin = i.origin`,
  )
  const row = rows[0]
  if (row === undefined) throw new Error('the installation has no name yet')
  const keyRows = await client.query<KeyRow>(
    `SELECT k.id, k.public_key, k.replaces_id, EXISTS (SELECT 1 FROM register_checkpoint c WHERE c.key_id = k.id) AS used
     FROM register_key k ORDER BY k.id DESC`,
  )
  const { previous_origin: origin, previous_size: size, previous_root: root } = row
  return {
    origin: row.origin,
    size: await logSize(client),
    keyRows: keyRows.rows,
    signed: row.signed,
    previous: origin === null || root === null ? null : { origin, size: Number(size), root: root.toString('hex') },
  }
}

/**
 * What the signer last signed, which the stored tree must extend. null: nothing under this origin. Refuses where the
 * database is older than what was signed, or another: it was restored, or changed.
 */
export async function lastSigned(client: pg.PoolClient, place: SignerPlace, at: Standing): Promise<SignerState | null> {
  const state = guarded(() => readSignerState(place))
  if (state === null) {
    if (!at.signed) return null
    throw new SealingRefused(
      'no_state',
      `What was last signed is not known: ${place.stateFile} is missing, and ${at.origin} has checkpoints. Restore the file, or open a new origin: npx signalbox register new-origin`,
    )
  }
  if (state.origin !== at.origin) {
    if (at.previous !== null && sameState(at.previous, state) && !at.signed) return null
    throw new SealingRefused(
      'other_register',
      `The signer last signed ${state.origin}, and this database is ${at.origin}. Connect the database that belongs to the key, or open a new origin: npx signalbox register new-origin`,
    )
  }
  if (!(await extendsState(client, at, state))) {
    throw new SealingRefused(
      'restored',
      `The database does not hold what was signed: the checkpoint of ${state.size} entries of ${state.origin} is not the beginning of its ${at.size} entries. It was restored from an older backup, or changed. Nothing is signed until the newer database is back, or a new origin is opened that names the old checkpoint: npx signalbox register new-origin`,
    )
  }
  return state
}

const sameState = (a: SignerState, b: SignerState): boolean =>
  a.origin === b.origin && a.size === b.size && a.root === b.root

async function extendsState(client: pg.PoolClient, { size }: Standing, state: SignerState): Promise<boolean> {
  if (state.size > size) return false
  const now = await treeHead(client, size)
  const path = await planned(client, consistencyPlan(state.size, size))
  return verifyConsistency({ size: state.size, root: Buffer.from(state.root, 'hex') }, now, path)
}

export interface Signers {
  /** The newest key's row. */
  keyId: number
  /** Who signs the next checkpoint: after a rotation the key before as well. */
  keys: SigningKey[]
  /** The next key has signed before: it now takes the place of the current one. */
  promote: 'now' | 'after' | 'no'
}

/** Whose signatures the next checkpoint needs. Refuses where a private key is missing or another's. */
export function signersFor(place: SignerPlace, { keyRows, origin }: Pick<Standing, 'keyRows' | 'origin'>): Signers {
  const [newest] = keyRows
  if (newest === undefined) throw new SealingRefused('no_key', 'The register has no key yet.')
  const [current, next] = guarded(() => [currentKey(place), place.pem === null ? keyIn(nextKeyFile(place)) : null])
  const is = (key: SigningKey | null | undefined, row: KeyRow): key is SigningKey =>
    key?.publicKey.equals(row.public_key) === true
  const before = keyRows.find(({ id }) => id === newest.replaces_id)
  if (is(current, newest)) {
    if (newest.used || before === undefined) return { keyId: newest.id, keys: [current], promote: 'no' }
  } else if (is(next, newest)) {
    if (newest.used) return { keyId: newest.id, keys: [next], promote: 'now' }
    if (before !== undefined && is(current, before))
      return { keyId: newest.id, keys: [current, next], promote: 'after' }
  }
  const name = keyHash({ name: origin, publicKey: newest.public_key })
  if (current === null) {
    throw new SealingRefused(
      'no_key',
      `The private key ${name} of the register is missing (${place.keyFile}). A key is made for an empty register only: restore it.`,
    )
  }
  throw new SealingRefused(
    'other_key',
    `The private key at hand is not the register's newest, ${name}. Restore that one (${place.keyFile}, or SIGNALBOX_REGISTER_KEY).`,
  )
}

/** A key or state file that cannot be used refuses the sealing, in its own words. */
export function guarded<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SignerDamaged) throw new SealingRefused('damaged', error.message)
    throw error
  }
}
