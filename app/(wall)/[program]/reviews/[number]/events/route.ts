import { roomStreamRoute } from '@/lib/http/review-route'

/** Tells a meeting's screen whenever something has changed. */
export const GET = roomStreamRoute
