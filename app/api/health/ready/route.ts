import { appContext } from '@/lib/db/app-context'
import { problemFrom } from '@/lib/http/problem'
import { Refusal } from '@/lib/verbs/refusal'

export const dynamic = 'force-dynamic'

/** The database answers, too. */
export async function GET(): Promise<Response> {
  try {
    await appContext().database.pool.query('SELECT 1')
    return Response.json({ status: 'ready' })
  } catch {
    return problemFrom(new Refusal('unavailable', 'no_database', 'The database cannot be reached.', [], 5))
  }
}
