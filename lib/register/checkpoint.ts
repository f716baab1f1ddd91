import { fromBase64 } from './base64'
import { isKeyName, keyHash, type NoteKey, type SigningKey, verifySignature } from './key'

/** A tree head as C2SP tlog-checkpoint writes it. */
export interface Checkpoint {
  /** Names the register. */
  origin: string
  size: number
  root: Buffer
}

/** A signed note taken apart. */
interface Note {
  /** The signed text, its last line end included. */
  text: string
  signatures: { name: string; hash: string; signature: Buffer }[]
}

const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`

/** A checkpoint as a signed note (C2SP signed-note), one signature line for each key in the order given. */
export function signCheckpoint(checkpoint: Checkpoint, keys: readonly SigningKey[]): string {
  const text = checkpointText(checkpoint)
  const lines = keys.map((key) => {
    const hash = keyHash({ name: checkpoint.origin, publicKey: key.publicKey })
    const signed = Buffer.concat([Buffer.from(hash, 'hex'), key.sign(Buffer.from(text))])
    return `— ${checkpoint.origin} ${signed.toString('base64')}\n`
  })
  return `${text}\n${lines.join('')}`
}

function parseNote(note: string): Note | null {
  const cut = note.lastIndexOf('\n\n')
  if (cut === -1 || !note.endsWith('\n') || !note.isWellFormed() || /[^\P{Cc}\n]/u.test(note)) return null
  const lines = note.slice(cut + 2, -1).split('\n')
  const signatures = lines.map((line) => {
    const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const bytes = fromBase64(encoded, 'base64')
    if (!isKeyName(name) || bytes === null || bytes.length < 5) return null
    return { name, hash: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) }
  })
  const whole = signatures.filter((signature) => signature !== null)
  return whole.length === lines.length ? { text: note.slice(0, cut + 1), signatures: whole } : null
}

function parseText(text: string): Checkpoint | null {
  const [origin = '', size = '', root = '', end, ...rest] = text.split('\n')
  const hash = fromBase64(root, 'base64')
  const count = Number(size)
  if (end !== '' || rest.length > 0 || !isKeyName(origin) || hash?.length !== 32) return null
  if (!/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(count)) return null
  return { origin, size: count, root: hash }
}

/** What a note says, whoever signed it; null where it is no checkpoint. Extension lines are not taken. */
export function readCheckpoint(note: string): Checkpoint | null {
  const parsed = parseNote(note)
  return parsed === null ? null : parseText(parsed.text)
}

export type Opened =
  | { ok: true; checkpoint: Checkpoint; signedBy: NoteKey[] }
  | { ok: false; why: 'no_checkpoint' | 'unknown_signer' | 'bad_signature'; message: string }

/**
 * A checkpoint with its signatures checked: every line must be by one of these keys, and hold. (C2SP lets unknown
 * signers pass; here a note with one is refused, so that no byte of a bundle goes unchecked.)
 */
export function openCheckpoint(note: string, keys: readonly NoteKey[]): Opened {
  const parsed = parseNote(note)
  const checkpoint = parsed === null ? null : parseText(parsed.text)
  if (parsed === null || checkpoint === null) {
    return { ok: false, why: 'no_checkpoint', message: 'This is not a signed checkpoint.' }
  }
  const signedBy: NoteKey[] = []
  for (const { name, hash, signature } of parsed.signatures) {
    const key = keys.find((one) => one.name === name && keyHash(one) === hash)
    if (key === undefined || name !== checkpoint.origin) {
      return {
        ok: false,
        why: 'unknown_signer',
        message: `The checkpoint is signed by ${name}+${hash}, which is not a trusted key of ${checkpoint.origin}.`,
      }
    }
    if (signature.length !== 64 || !verifySignature(key, Buffer.from(parsed.text), signature)) {
      return {
        ok: false,
        why: 'bad_signature',
        message: `The signature of ${name}+${hash} on the checkpoint does not hold.`,
      }
    }
    signedBy.push(key)
  }
  return { ok: true, checkpoint, signedBy }
}
