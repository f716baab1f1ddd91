import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { PrismaTransaction } from '@/lib/db/database'
import type { Instant } from '@/lib/domain/instant'
import type { InputFault } from '../refusal'
import { invalid } from '../refusal'

/** Words that the database can keep: some, not too many, without NUL and lone surrogates. */
const words = (max: number) =>
  z
    .string('Say something here.')
    .trim()
    .min(1, 'Say something here.')
    .max(max, `This has at most ${max} characters.`)
    // biome-ignore format: one rule, one line
    .refine((text) => !/[\u0000\p{Cs}]/u.test(text), 'This has characters that cannot be kept.')

/** What the inputs of risk verbs are made of. */
export const field = {
  title: words(200),
  text: words(2_000),
  /** A pointer to evidence: shown, linked where it is http(s), never fetched. */
  evidence: words(2_048).refine((text) => !/\p{Cc}/u.test(text), 'A pointer is one line.'),
  day: z.iso.date('A date looks like 2026-11-26.'),
  scale: z.int('Choose 1 to 5.').min(1, 'Choose 1 to 5.').max(5, 'Choose 1 to 5.'),
  user: z.uuid('Choose a person.'),
  id: z.int('Choose one.').positive('Choose one.'),
}

/** The input as the schema reads it; refused with every fault at its field. */
export function checked<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map(
      ({ path, code, message }): InputFault => ({ path: path.map(String).join('.'), code, message }),
    ),
  )
}

/** Today in the program's zone, `2026-11-26`. */
const today = (zone: string, now: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString()

/** Refuses days that have passed. Paths and days as the input has them. */
export function refusePast(days: readonly { path: string; day: string }[], zone: string, now: Instant): void {
  const earliest = today(zone, now)
  const faults = days.flatMap(({ path, day }): InputFault[] =>
    day < earliest ? [{ path, code: 'past', message: `${day} has passed. A milestone is due today or later.` }] : [],
  )
  if (faults.length > 0) throw invalid(faults)
}

/** Refuses someone who has no account here or has been deactivated: they could own nothing. */
export async function requireActive(prisma: PrismaTransaction, user: string, path: string): Promise<void> {
  const person = await prisma.user.findUnique({ where: { id: user } })
  if (person !== null && person.deactivatedAt === null) return
  const message = person === null ? 'There is no such person.' : `${person.name} has been deactivated.`
  throw invalid([{ path, code: 'not_active', message }])
}
