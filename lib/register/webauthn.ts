import { verify } from 'node:crypto'
import { fromBase64 } from './base64'
import type { Assertion } from './bundle'
import { readCoseKey } from './cose'
import { digestOf, sha256 } from './digest'

/** What an assertion must be for. Origins and RP ids are null where nobody has said which to trust. */
export interface Expected {
  challenge: Buffer
  /** COSE_Key, base64url. */
  publicKey: string
  algorithm: number
  /** Web origins such as `https://signalbox.example`. */
  origins: readonly string[] | null
  rpIds: readonly string[] | null
}

/** How register entries name an assertion: the digest of its raw parts. */
export const assertionDigest = ({ authenticatorData, clientDataJSON, signature }: Assertion): string =>
  digestOf({ authenticatorData, clientDataJSON, signature })

const [USER_PRESENT, USER_VERIFIED] = [0x01, 0x04]

/**
 * What is wrong with a WebAuthn assertion, in a sentence, or null (semantics 11): type, challenge, origin, cross-origin
 * false, RP id, user presence and verification, algorithm, signature. Counters never block.
 */
export function assertionFault(assertion: Assertion, expected: Expected): string | null {
  const client = fromBase64(assertion.clientDataJSON, 'base64url')
  const authenticator = fromBase64(assertion.authenticatorData, 'base64url')
  const signature = fromBase64(assertion.signature, 'base64url')
  if (client === null || authenticator === null || signature === null) return 'a part of it is not base64url'
  const fault = clientFault(client, expected) ?? authenticatorFault(authenticator, expected)
  if (fault !== null) return fault
  const encoded = fromBase64(expected.publicKey, 'base64url')
  const key = encoded === null ? null : readCoseKey(encoded)
  if (key === null) return 'the public key is not an ES256, EdDSA or RS256 key'
  if (key.algorithm !== expected.algorithm) return 'the public key is of another algorithm than the credential'
  const signed = Buffer.concat([authenticator, sha256(client)])
  const holds = verify(key.algorithm === -8 ? null : 'sha256', signed, key.key, signature)
  return holds ? null : "the signature is not by the credential's key"
}

function clientFault(bytes: Buffer, { challenge, origins }: Expected): string | null {
  const data = readObject(bytes)
  if (data === null) return 'the client data is not JSON'
  if (data.type !== 'webauthn.get') return 'it is not an assertion (its type is not webauthn.get)'
  if (data.challenge !== challenge.toString('base64url')) return 'its challenge is not the digest of the statement'
  // Clients of WebAuthn Level 1 leave it out; they know no other frames.
  if (data.crossOrigin !== undefined && data.crossOrigin !== false) return 'it was made in a frame of another site'
  if (data.topOrigin !== undefined) return 'it was made in a frame of another site'
  if (typeof data.origin !== 'string') return 'it names no origin'
  if (origins !== null && !origins.includes(data.origin)) return `it was made on ${data.origin}, which is not trusted`
  return null
}

function readObject(bytes: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function authenticatorFault(data: Buffer, { rpIds }: Expected): string | null {
  const flags = data[32]
  if (data.length < 37 || flags === undefined) return 'the authenticator data is too short'
  const rpIdHash = data.subarray(0, 32)
  if (rpIds !== null && !rpIds.some((id) => sha256(id).equals(rpIdHash)))
    return 'it is for an RP id that is not trusted'
  if ((flags & USER_PRESENT) === 0) return 'no user was present'
  if ((flags & USER_VERIFIED) === 0) return 'the user was not verified'
  return null
}
