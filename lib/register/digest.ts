import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from './canonical'

/** SHA-256 of bytes, or of the UTF-8 form of a text. */
export const sha256 = (data: Uint8Array | string): Buffer<ArrayBuffer> =>
  Buffer.from(createHash('sha256').update(data).digest())

/** SHA-256 of a value's canonical form, as lower-case hex. */
export const digestOf = (value: Json): string => sha256(canonicalJson(value)).toString('hex')
