import { appContext } from '@/lib/db/app-context'
import { registerHealth } from '@/lib/queries/register/health'
import { problemFrom } from '@/lib/http/problem'
import { Refusal } from '@/lib/verbs/refusal'

export const dynamic = 'force-dynamic'

/** The database answers, too. A register that is not signed is said here; uploads are taken all the same. */
export async function GET(): Promise<Response> {
  try {
    await appContext().database.pool.query('SELECT 1')
    return Response.json({ status: 'ready', register: registerHealth() })
  } catch {
    return problemFrom(new Refusal('unavailable', 'no_database', 'The database cannot be reached.', [], 5))
  }
}
