import { roomRoute } from '@/lib/http/review-route'
import { reviewRoom } from '@/lib/queries/review-room'

/** The meeting as it stands, for a screen that is open on it. */
export const GET = roomRoute((context, actor, { program, number }) => reviewRoom(context, actor, program, number))
