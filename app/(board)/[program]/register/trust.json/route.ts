import { appContext } from '@/lib/db/app-context'
import { problemFrom } from '@/lib/http/problem'
import { signedIn } from '@/lib/http/session'
import { trustFile, trustPage } from '@/lib/queries/register/trust'
import { Refusal } from '@/lib/verbs/refusal'

interface Route {
  params: Promise<{ program: string }>
}

/** The trust file, for `signalbox verify`. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    await trustPage(appContext(), actor, (await params).program)
    return new Response(await trustFile(appContext()), {
      headers: {
        'Content-Type': 'application/json',
        'Content-Disposition': 'attachment; filename="signalbox-trust.json"',
        'Cache-Control': 'no-store',
      },
    })
  } catch (error) {
    return problemFrom(error)
  }
}
