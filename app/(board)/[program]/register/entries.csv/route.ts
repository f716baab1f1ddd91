import { appContext } from '@/lib/db/app-context'
import { csv, csvResponse } from '@/lib/http/csv'
import { problemFrom } from '@/lib/http/problem'
import { entryQuery } from '@/lib/http/register-query'
import { signedIn } from '@/lib/http/session'
import { registerEntries } from '@/lib/queries/register/entries'
import { Refusal } from '@/lib/verbs/refusal'

const MOST = 50_000

const header = ['entry', 'time', 'type', 'actor', 'actor_name', 'concerns', 'payload', 'leaf']

interface Route {
  params: Promise<{ program: string }>
}

/** The entries as the table shows them, all pages. */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { program } = await params
    const filter = entryQuery(Object.fromEntries(new URL(request.url).searchParams), MOST)
    const { rows } = await registerEntries(appContext(), actor, program, { ...filter, page: 1 })
    const lines = rows.map((row) => [
      row.id,
      row.at,
      row.type,
      row.actor,
      row.actorName,
      row.installation ? 'installation' : 'program',
      row.payload,
      row.leaf,
    ])
    return csvResponse(`${program}-register.csv`, csv(header, lines))
  } catch (error) {
    return problemFrom(error)
  }
}
