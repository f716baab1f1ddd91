import { appContext } from '@/lib/db/app-context'
import { problemFrom } from '@/lib/http/problem'
import { signedIn } from '@/lib/http/session'
import { programDefinition } from '@/lib/queries/programs'
import { canonicalJson } from '@/lib/register/canonical'
import { Refusal } from '@/lib/verbs/refusal'

interface Route {
  params: Promise<{ program: string }>
}

/** The definition in force in its canonical form: the very bytes whose SHA-256 is the revision's digest. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { id, revision, program } = await programDefinition(appContext(), actor, (await params).program)
    return new Response(canonicalJson(JSON.parse(JSON.stringify(program))), {
      headers: {
        'Content-Type': 'application/json',
        'Content-Disposition': `attachment; filename="${id}-revision-${revision}.json"`,
        'Cache-Control': 'no-store',
      },
    })
  } catch (error) {
    return problemFrom(error)
  }
}
