import { z } from 'zod'
import { digestOf } from '@/lib/register/digest'
import { type InputFault, invalid } from './refusal'

/** Words that the database can keep: some, not too many, without NUL and lone surrogates. */
export const wordsUpTo = (max: number, missing: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(max, `This has at most ${max} characters.`)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'This has characters that cannot be kept.')

/** A pointer to something outside, and its SHA-256 where the writer has it: shown, never fetched. */
export const outsidePointer = z.object({
  uri: wordsUpTo(2_048, 'Point to what shows it.').refine((text) => !/\p{Cc}/u.test(text), 'A pointer is one line.'),
  sha256: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{64}$/, 'A SHA-256 has 64 hexadecimal digits.')
    .nullable(),
})

export const outsidePointers = z.array(outsidePointer).min(1, 'Point to what shows it.').max(20, '20 pointers at most.')

/** What a writer points to. */
export interface PointerInput {
  uri: string
  sha256: string | null
}

/** The input as the schema reads it; refused with every fault at its field. */
export function read<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map(({ path, code, message }): InputFault => {
      return { path: path.map(String).join('.'), code, message }
    }),
  )
}

/** What the register keeps of words and pointers: their digest. */
export const wordsDigest = (value: string | readonly PointerInput[]): string =>
  digestOf(typeof value === 'string' ? value : value.map((one) => ({ ...one })))
