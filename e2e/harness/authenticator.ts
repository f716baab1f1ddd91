import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** The raw parts of an assertion, base64url, as a browser gives them. */
export interface SoftAssertion {
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

/** What a test wants otherwise than a good browser would do it. */
export interface Mischief {
  type?: string
  origin?: string
  crossOrigin?: boolean
  rpId?: string
  userPresent?: boolean
  userVerified?: boolean
  counter?: number
}

/** A security key in software, for tests: it signs WebAuthn assertions as a browser and its authenticator would. */
export interface SoftAuthenticator {
  /** base64url. */
  credentialId: string
  /** COSE_Key, raw. */
  publicKey: Buffer
  /** COSE: -7 ES256, -8 EdDSA. */
  algorithm: -7 | -8
  /** Signs a challenge for an origin (`http://localhost:3000`). */
  assert(challenge: Uint8Array, origin: string, mischief?: Mischief): SoftAssertion
}

/** A new key of one of the two algorithms that passkeys mostly have. */
export function softAuthenticator(algorithm: 'ES256' | 'EdDSA' = 'ES256'): SoftAuthenticator {
  const { publicKey, privateKey } =
    algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  const id = randomBytes(20).toString('base64url')
  return {
    credentialId: id,
    publicKey: cosePublicKey(publicKey, algorithm),
    algorithm: algorithm === 'ES256' ? -7 : -8,
    assert(challenge, origin, mischief = {}) {
      const clientData = Buffer.from(
        JSON.stringify({
          type: mischief.type ?? 'webauthn.get',
          challenge: Buffer.from(challenge).toString('base64url'),
          origin: mischief.origin ?? origin,
          crossOrigin: mischief.crossOrigin ?? false,
        }),
      )
      const authenticatorData = dataOf(mischief.rpId ?? new URL(origin).hostname, mischief)
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
      const signature =
        algorithm === 'ES256' ? createSign('sha256').update(signed).sign(privateKey) : sign(null, signed, privateKey)
      return {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      }
    },
  }
}

/** RP id hash, flags (bit 0 presence, bit 2 verification) and counter. */
function dataOf(rpId: string, { userPresent = true, userVerified = true, counter = 0 }: Mischief): Buffer {
  const tail = Buffer.alloc(5)
  tail.writeUInt8((userPresent ? 0x01 : 0) | (userVerified ? 0x04 : 0), 0)
  tail.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), tail])
}

/** A COSE_Key: { 1: kty, 3: alg, -1: crv, -2: x, -3: y } in CBOR. */
function cosePublicKey(key: KeyObject, algorithm: 'ES256' | 'EdDSA'): Buffer {
  const jwk = key.export({ format: 'jwk' })
  const bytes = (text: string | undefined): Buffer => {
    const raw = Buffer.from(text ?? '', 'base64url')
    return Buffer.concat([Buffer.from([0x58, raw.length]), raw])
  }
  const x = bytes(jwk.x)
  if (algorithm === 'EdDSA') return Buffer.concat([Buffer.from([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21]), x])
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21])
  return Buffer.concat([head, x, Buffer.from([0x22]), bytes(jwk.y)])
}
