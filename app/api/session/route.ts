import { signedIn } from '@/lib/http/session'

export const dynamic = 'force-dynamic'

/** Whether the asking browser is signed in; asking does not make its session last longer. */
export const GET = async (): Promise<Response> =>
  Response.json({ signedIn: (await signedIn()) !== null }, { headers: { 'Cache-Control': 'no-store' } })
