import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { makeSigningKey, readSigningKey, type SigningKey } from '@/lib/register/key'

/** Where the register's private key is, and what it last signed; both outside the database (semantics 12). */
export interface SignerPlace {
  /** The key itself, from the environment; it goes before the file. */
  pem: string | null
  keyFile: string
  stateFile: string
}

/** What the signer last signed: it signs only what extends this. */
export interface SignerState {
  origin: string
  size: number
  /** Hex. */
  root: string
}

const stateSchema = z.strictObject({
  origin: z.string(),
  size: z.int().min(0),
  root: z.string().regex(/^[0-9a-f]{64}$/),
})

/** A key or state file that is there and cannot be used. */
export class SignerDamaged extends Error {}

/** The key that is next, while a rotation is under way. */
export const nextKeyFile = ({ keyFile }: SignerPlace): string => `${keyFile}.next`

/** The key that signs now; null where there is none. */
export function currentKey({ pem, keyFile }: SignerPlace): SigningKey | null {
  if (pem !== null) return usable(readSigningKey(pem), 'SIGNALBOX_REGISTER_KEY')
  return keyIn(keyFile)
}

/** The key in a file; null where there is no such file. */
export function keyIn(file: string): SigningKey | null {
  return existsSync(file) ? usable(readSigningKey(readFileSync(file, 'utf8')), file) : null
}

function usable(key: SigningKey | null, where: string): SigningKey {
  if (key === null) throw new SignerDamaged(`${where} is not an Ed25519 private key in PEM.`)
  return key
}

/** Makes a new key in a file that must not be there yet. */
export function makeKeyIn(file: string): SigningKey {
  const pem = makeSigningKey()
  const key = usable(readSigningKey(pem), file)
  if (existsSync(file)) throw new SignerDamaged(`${file} is there already; a key is never replaced in place.`)
  writeWhole(file, pem)
  return key
}

/** The next key takes the place of the current one, whose private half is gone with that. */
export function promoteNextKey(place: SignerPlace): void {
  renameSync(nextKeyFile(place), place.keyFile)
  syncFolder(place.keyFile)
}

export function readSignerState({ stateFile }: SignerPlace): SignerState | null {
  if (!existsSync(stateFile)) return null
  const parsed = stateSchema.safeParse(parseJson(readFileSync(stateFile, 'utf8')))
  if (!parsed.success) throw new SignerDamaged(`${stateFile} is damaged: what was last signed is not known.`)
  return parsed.data
}

/** On the disk before it returns, whole or not at all. */
export function writeSignerState({ stateFile }: SignerPlace, state: SignerState): void {
  writeWhole(stateFile, `${JSON.stringify(state)}\n`)
}

/** Takes key and state away: for a demo whose database goes. */
export function removeSigner(place: SignerPlace): void {
  for (const file of [place.keyFile, nextKeyFile(place), place.stateFile]) rmSync(file, { force: true })
}

function writeWhole(file: string, content: string): void {
  const partial = `${file}.${process.pid}.partial`
  const handle = openSync(partial, 'w', 0o600)
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(partial, file)
  syncFolder(file)
}

/** A rename is on the disk once its folder is. Windows has no such thing. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(path.dirname(file), 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
