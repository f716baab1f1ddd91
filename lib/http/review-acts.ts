import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { followUpResults } from '@/lib/domain/review/outcome'
import { reviewRoom, type RoomDto } from '@/lib/queries/review-room'
import { invalid, Refusal } from '@/lib/verbs/refusal'
import { addArisen } from '@/lib/verbs/review/add-arisen'
import { attendReview } from '@/lib/verbs/review/attend'
import { type Closing, closeReview } from '@/lib/verbs/review/close'
import { recordOutcome } from '@/lib/verbs/review/record-outcome'
import { stepReview } from '@/lib/verbs/review/step'
import type { ReviewAddress } from '@/lib/verbs/review/within'

/** What the database can keep. */
const text = z
  .string()
  .max(4_000)
  .transform((value) => value.trim())
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'This has characters that cannot be kept.')
const version = z.int()
const scale = z.int().min(1, 'Choose 1 to 5.').max(5, 'Choose 1 to 5.')

const said = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('confirm'), version: version.nullable(), note: text }),
  z.strictObject({ type: z.literal('rescore'), version, likelihood: scale, impact: scale, reason: text }),
  z.strictObject({ type: z.literal('transition'), version, to: z.enum(['mitigating', 'watch']), note: text }),
  z.strictObject({ type: z.literal('assign'), version, user: z.uuid('Choose a person.').nullable() }),
  z.strictObject({ type: z.literal('action'), title: text, user: z.uuid('Choose who does it.'), due: text }),
  z.strictObject({ type: z.literal('escalate'), role: text, reason: text }),
  z.strictObject({ type: z.literal('follow_up'), result: z.enum(followUpResults), due: text, note: text }),
  z.strictObject({ type: z.literal('note'), note: text }),
])

const act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('step'), item: z.int() }),
  z.strictObject({ act: z.literal('attend'), user: z.uuid(), present: z.boolean() }),
  z.strictObject({ act: z.literal('arisen') }),
  z.strictObject({ act: z.literal('close') }),
  z.strictObject({ act: z.literal('outcome'), item: z.int(), key: z.uuid(), said }),
])

/** What a meeting's screen sends; outcomes carry a key of their own, so that sending one again stores nothing. */
export type ReviewAct = z.input<typeof act>

/** What it is answered: the meeting as it stands since. */
export interface ReviewActAnswer {
  room: RoomDto
  closing: Closing | null
}

/** Does one act of a meeting's screen. */
export async function reviewAct(
  context: Context,
  actor: UserActor,
  address: ReviewAddress,
  body: unknown,
): Promise<ReviewActAnswer> {
  const parsed = act.safeParse(body)
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.map(({ path, code, message }) => ({
        path: path
          .filter((part) => part !== 'said')
          .map(String)
          .join('.'),
        code,
        message,
      })),
    )
  }
  const closing = await done(context, actor, address, parsed.data)
  return { room: await reviewRoom(context, actor, address.program, address.number), closing }
}

async function done(
  context: Context,
  actor: UserActor,
  address: ReviewAddress,
  one: z.output<typeof act>,
): Promise<Closing | null> {
  switch (one.act) {
    case 'step':
      await stepReview(context, actor, { ...address, item: one.item })
      return null
    case 'attend':
      await attendReview(context, actor, { ...address, user: one.user, present: one.present })
      return null
    case 'arisen':
      await addArisen(context, actor, address)
      return null
    case 'close':
      return closeReview(context, actor, address)
    case 'outcome':
      await recordOutcome(context, actor, { ...address, item: one.item, key: one.key, said: one.said })
      return null
  }
}

/** The number in an address; anything else is no review. */
export function reviewNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal('not_found', 'not_found', 'There is no such review.')
  return Number(text)
}
