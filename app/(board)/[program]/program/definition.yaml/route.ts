import { appContext } from '@/lib/db/app-context'
import { problemFrom } from '@/lib/http/problem'
import { signedIn } from '@/lib/http/session'
import { definitionFile } from '@/lib/queries/definition-file'
import { Refusal } from '@/lib/verbs/refusal'

interface Route {
  params: Promise<{ program: string }>
}

/** The definition in force, as it was loaded. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { name, body } = await definitionFile(appContext(), actor, (await params).program, 'yaml')
    return new Response(body, {
      headers: {
        'Content-Type': 'application/yaml; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      },
    })
  } catch (error) {
    return problemFrom(error)
  }
}
