import type { UserActor } from '@/lib/auth/actor'
import { appContext } from '@/lib/db/app-context'
import type { Context } from '@/lib/db/transact'
import { visibleReview } from '@/lib/queries/review-room'
import { reviewMinutes } from '@/lib/queries/reviews'
import { Refusal } from '@/lib/verbs/refusal'
import type { ReviewAddress } from '@/lib/verbs/review/within'
import { json } from './api'
import { readJsonBytes } from './body'
import { problemFrom } from './problem'
import { reviewNumber } from './review-acts'
import { reviewStream } from './review-stream'
import { signedIn } from './session'

interface Segments {
  params: Promise<{ program: string; number: string }>
}

type Handle = (context: Context, actor: UserActor, address: ReviewAddress, request: Request) => Promise<unknown>

/** A route of a meeting's screen: by session, answers JSON, and turns every fault into problem+json. */
export function roomRoute(handle: Handle): (request: Request, segments: Segments) => Promise<Response> {
  return async (request, segments) => {
    try {
      const { actor, address } = await asked(segments)
      return json(200, await handle(appContext(), actor, address, request))
    } catch (error) {
      return problemFrom(error)
    }
  }
}

/** The stream of a meeting that the viewer may see. */
export async function roomStreamRoute(request: Request, segments: Segments): Promise<Response> {
  try {
    const { actor, address } = await asked(segments)
    await visibleReview(appContext(), actor, address.program, address.number)
    return reviewStream(appContext(), address, request.signal)
  } catch (error) {
    return problemFrom(error)
  }
}

/** The minutes of a closed review as a file: the bytes that were stored. */
export async function minutesRoute(_: Request, segments: Segments): Promise<Response> {
  try {
    const { actor, address } = await asked(segments)
    const { canonical } = await reviewMinutes(appContext(), actor, address.program, address.number)
    return new Response(canonical, {
      headers: {
        'Content-Type': 'application/json',
        'Content-Disposition': `attachment; filename="${address.program}-review-${address.number}.json"`,
        'Cache-Control': 'no-store',
      },
    })
  } catch (error) {
    return problemFrom(error)
  }
}

async function asked({ params }: Segments): Promise<{ actor: UserActor; address: ReviewAddress }> {
  const actor = await signedIn()
  if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'You are no longer signed in.')
  const { program, number } = await params
  return { actor, address: { program, number: reviewNumber(number) } }
}

/** A request's JSON body. */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readJsonBytes(request)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    throw new Refusal('unreadable', 'not_json', 'The body is not JSON.')
  }
}
