import { appContext } from '@/lib/db/app-context'
import { problemFrom } from '@/lib/http/problem'
import { signedIn } from '@/lib/http/session'
import { definitionFile } from '@/lib/queries/definition-file'
import { Refusal } from '@/lib/verbs/refusal'

interface Route {
  params: Promise<{ program: string }>
}

/** The definition in force in its canonical form. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { name, body } = await definitionFile(appContext(), actor, (await params).program, 'json')
    return new Response(body, {
      headers: {
        'Content-Type': 'application/json',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      },
    })
  } catch (error) {
    return problemFrom(error)
  }
}
