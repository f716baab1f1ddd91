import { z } from 'zod'
import { type InputFault, invalid } from '../refusal'

/** Words that the database and the canonical form can keep: some, not too many, without NUL and lone surrogates. */
const words = (max: number) =>
  z
    .string('Say something here.')
    .trim()
    .min(1, 'Say something here.')
    .max(max, `This has at most ${max} characters.`)
    .refine((text) => !/[\u0000\p{Cs}]/u.test(text), 'This has characters that cannot be kept.')

const pointer = words(2_048).refine((text) => !/\p{Cc}/u.test(text), 'A pointer is one line.')

/** What the inputs of decision verbs are made of. */
export const field = {
  id: words(200),
  vote: z.enum(['approve', 'reject'], 'A vote approves or rejects.'),
  text: words(4_000),
  long: words(20_000),
  optional: words(2_000)
    .nullish()
    .transform((text) => text ?? null),
  evidence: z.array(pointer).max(50, 'At most 50 pointers.'),
  someEvidence: z.array(pointer).min(1, 'Point to some evidence.').max(50, 'At most 50 pointers.'),
  day: z.iso.date('A date looks like 2026-11-26.'),
  user: z.uuid('Choose a person.'),
  /** As an integer column holds it. */
  number: z.int32('Choose one.').positive('Choose one.'),
}

/** The input as the schema reads it; refused with every fault at its field. */
export function checked<Output>(schema: z.ZodType<Output>, input: unknown, at = ''): Output {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.flatMap((issue): InputFault[] => {
      const { path, code, message } = issue
      // A field that nobody asked for has no path of its own: it is named by its key.
      const paths = code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path]
      return paths.map((one) => ({ path: `${at}${one.map(String).join('.')}`, code, message }))
    }),
  )
}
