import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { fromBase64 } from './base64'
import { sha256 } from './digest'

/** What a signed note says of a key: the name of who signs, and its Ed25519 public key (32 bytes). */
export interface NoteKey {
  name: string
  publicKey: Buffer
}

const ED25519 = 1

/** The key's id in signature lines: the first 4 bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key), hex (C2SP signed-note). */
export const keyHash = ({ name, publicKey }: NoteKey): string =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(ED25519), publicKey]))
    .subarray(0, 4)
    .toString('hex')

/** `name+hash+base64(0x01 ‖ public key)`: how keys are published. */
export const verifierKey = (key: NoteKey): string =>
  `${key.name}+${keyHash(key)}+${Buffer.concat([Uint8Array.of(ED25519), key.publicKey]).toString('base64')}`

/** A published key; null where the text is not one, or its hash is another's. */
export function parseVerifierKey(text: string): NoteKey | null {
  const [name = '', hash, encoded = '', ...rest] = splitKey(text)
  const bytes = fromBase64(encoded, 'base64')
  if (rest.length > 0 || !isKeyName(name) || bytes?.length !== 33 || bytes[0] !== ED25519) return null
  const key = { name, publicKey: bytes.subarray(1) }
  return keyHash(key) === hash ? key : null
}

/** Base64 may hold a plus as well: only the first two cut. */
function splitKey(text: string): string[] {
  const [name = '', hash = '', ...rest] = text.split('+')
  return [name, hash, rest.join('+')]
}

/** Names stand between spaces on a line of their own, and before a plus in a published key. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name) && name.isWellFormed()

export const verifySignature = ({ publicKey }: NoteKey, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, ed25519PublicKey(publicKey), signature)

function ed25519PublicKey(bytes: Buffer): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') } })
}

/** A private key of the register. */
export interface SigningKey {
  publicKey: Buffer
  sign(message: Uint8Array): Buffer
}

function signingKey(key: KeyObject): SigningKey {
  const x = createPublicKey(key).export({ format: 'jwk' }).x ?? ''
  return { publicKey: Buffer.from(x, 'base64url'), sign: (message) => sign(null, message, key) }
}

/** A private key as PEM (PKCS #8), with line ends or `\n`; null where it is not an Ed25519 key. */
export function readSigningKey(pem: string): SigningKey | null {
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'))
    return key.asymmetricKeyType === 'ed25519' ? signingKey(key) : null
  } catch {
    return null
  }
}

/** A new private key, as PEM (PKCS #8). */
export const makeSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
