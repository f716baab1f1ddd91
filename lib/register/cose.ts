import { createPublicKey, type KeyObject } from 'node:crypto'

/** A voter's public key, ready to verify with. `algorithm` is COSE's: -7 ES256, -8 EdDSA, -257 RS256. */
export interface CosePublicKey {
  algorithm: number
  key: KeyObject
}

const [KTY, ALG, CRV_OR_N, X_OR_E, Y] = [1, 3, -1, -2, -3] as const

/**
 * A COSE_Key (RFC 9052) of one of the three kinds that WebAuthn is used with here. null for anything else: another
 * kind, fields that do not belong, bytes left over.
 */
export function readCoseKey(bytes: Uint8Array): CosePublicKey | null {
  const fields = readMap(Buffer.from(bytes))
  if (fields === null) return null
  const number = (label: number): number | null => {
    const value = fields.get(label)
    return typeof value === 'number' ? value : null
  }
  const octets = (label: number, length?: number): string | null => {
    const value = fields.get(label)
    if (!Buffer.isBuffer(value) || (length !== undefined && value.length !== length)) return null
    return value.toString('base64url')
  }
  const kind = `${number(KTY)} ${number(ALG)}`
  const x = octets(X_OR_E)
  if (x === null) return null
  if (kind === '2 -7' && number(CRV_OR_N) === 1 && fields.size === 5) {
    const [x32, y32] = [octets(X_OR_E, 32), octets(Y, 32)]
    return x32 === null || y32 === null ? null : fromJwk(-7, { kty: 'EC', crv: 'P-256', x: x32, y: y32 })
  }
  if (kind === '1 -8' && number(CRV_OR_N) === 6 && fields.size === 4) {
    const x32 = octets(X_OR_E, 32)
    return x32 === null ? null : fromJwk(-8, { kty: 'OKP', crv: 'Ed25519', x: x32 })
  }
  if (kind === '3 -257' && fields.size === 4) {
    // 2048 bits at least: 342 characters.
    const n = octets(CRV_OR_N)
    return n === null || n.length < 342 ? null : fromJwk(-257, { kty: 'RSA', n, e: x })
  }
  return null
}

function fromJwk(algorithm: number, jwk: Record<string, string>): CosePublicKey | null {
  try {
    return { algorithm, key: createPublicKey({ format: 'jwk', key: jwk }) }
  } catch {
    return null
  }
}

/** A CBOR map of whole numbers to whole numbers or byte strings, and nothing after it. */
function readMap(bytes: Buffer): Map<number, number | Buffer> | null {
  let at = 0
  const head = (): { major: number; value: number } | null => {
    const first = bytes[at]
    if (first === undefined) return null
    at += 1
    const [major, short] = [first >> 5, first & 31]
    if (short < 24) return { major, value: short }
    const width = short === 24 ? 1 : short === 25 ? 2 : 0
    if (width === 0 || at + width > bytes.length) return null
    const value = bytes.readUIntBE(at, width)
    at += width
    return { major, value }
  }
  const item = (): number | Buffer | null => {
    const read = head()
    if (read === null) return null
    if (read.major === 0) return read.value
    if (read.major === 1) return -1 - read.value
    if (read.major !== 2 || at + read.value > bytes.length) return null
    at += read.value
    return bytes.subarray(at - read.value, at)
  }
  const map = head()
  if (map?.major !== 5) return null
  const fields = new Map<number, number | Buffer>()
  for (let count = 0; count < map.value; count += 1) {
    const [label, value] = [item(), item()]
    if (typeof label !== 'number' || value === null || fields.has(label)) return null
    fields.set(label, value)
  }
  return at === bytes.length ? fields : null
}
