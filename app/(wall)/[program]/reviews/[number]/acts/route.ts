import { reviewAct } from '@/lib/http/review-acts'
import { readJson, roomRoute } from '@/lib/http/review-route'

/** One act of a meeting's screen. It comes from our own pages alone: the proxy looks at the Origin header. */
export const POST = roomRoute(async (context, actor, address, request) =>
  reviewAct(context, actor, address, await readJson(request)),
)
