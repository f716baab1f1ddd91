import { z } from 'zod'
import { canonicalJson, type Json } from '../canonical'
import type { Bundle } from '../bundle'
import { Wrong } from './wrong'

/**
 * The shape of a bundle. Every object is closed, so that no byte of a file stands for nothing; what is open (payloads,
 * the definition, a packet's sections) is bound by a digest or a leaf.
 */

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not 32 bytes in lower-case hex')
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is not an instant in UTC with milliseconds')
const text = z.string()
const round = z.int().min(1)
const vote = z.enum(['approve', 'reject'])

const proven = z.strictObject({
  entry: z.strictObject({
    type: text,
    actor: text,
    program: text.nullable(),
    at: instant,
    payload: z.record(text, z.unknown()),
  }),
  leaf: z.int().min(0),
  path: z.array(hash).max(64),
})

const rule = z.strictObject({
  seats: z.array(z.strictObject({ role: text, mandatory: z.boolean() })).min(1),
  approvals: z.int().min(1),
  split: z.union([
    z.strictObject({ outcome: z.literal('reject') }),
    z.strictObject({ outcome: z.literal('tie_break'), role: text }),
  ]),
  unanimous: z.boolean(),
})

const electorate = z.strictObject({
  rule,
  seats: z.array(
    z.strictObject({
      role: text,
      title: text,
      holders: z.array(
        z.strictObject({ person: text, name: text, deputyOf: text.nullable(), until: instant.nullable() }),
      ),
    }),
  ),
  credentials: z.array(z.strictObject({ person: text, credentialId: text, publicKey: text, algorithm: z.int() })),
  asker: z.strictObject({ person: text, mayVote: z.boolean() }),
})

const packet = z.strictObject({
  schema: z.literal('signalbox.packet/v1'),
  origin: text,
  program: z.strictObject({ id: text, title: text }),
  decision: z.strictObject({ id: text, kind: text, title: text, round }),
  sealedAt: instant,
  question: text,
  recommendation: text,
  revision: z.strictObject({ number: z.int().min(1), digest: hash }),
  judgement: hash,
  electorate,
  sections: z.record(text, z.unknown()),
})

const statement = z.strictObject({
  schema: z.literal('signalbox.vote/v1'),
  origin: text,
  program: text,
  decision: text,
  round,
  packet: hash,
  seat: text,
  deputyOf: text.nullable(),
  vote,
  rationale: hash,
  others: hash.nullable(),
  person: text,
  credential: text.nullable(),
  nonce: text.min(16),
  issuedAt: instant,
})

const bundle = z.strictObject({
  schema: z.literal('signalbox.bundle/v1'),
  packet,
  revision: z.strictObject({ number: z.int().min(1), definition: z.record(text, z.unknown()) }),
  sealed: proven,
  votes: z
    .array(
      z.strictObject({
        statement,
        rationale: text,
        assertion: z.strictObject({ clientDataJSON: text, authenticatorData: text, signature: text }).nullable(),
        entry: proven,
      }),
    )
    .min(1),
  decided: proven,
  checkpoint: text,
})

/** Reads a bundle file. Throws Wrong where it is not one, or not in its canonical form. */
export function readBundle(bytes: Uint8Array): Bundle {
  let value: unknown
  let written: string
  try {
    written = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(written)
  } catch {
    throw new Wrong('not_json', '', 'The file is not JSON in UTF-8.')
  }
  const parsed = bundle.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Wrong(
      'not_a_bundle',
      issue?.path.map(String).join('.') ?? '',
      `The file is not a bundle: ${issue?.message ?? 'its shape is another'}.`,
    )
  }
  if (canonicalOrNull(value as Json) !== written) {
    throw new Wrong(
      'not_canonical',
      '',
      'The file is not in its canonical form (RFC 8785): something in it was rewritten.',
    )
  }
  // The parsed value itself, so that digests are over what the file says.
  return value as Bundle
}

function canonicalOrNull(value: Json): string | null {
  try {
    return canonicalJson(value)
  } catch {
    return null
  }
}
