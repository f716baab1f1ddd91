import { minutesRoute } from '@/lib/http/review-route'

/** The very bytes whose digest is on the register. */
export const GET = minutesRoute
