import { appContext } from '@/lib/db/app-context'
import { problemFrom } from '@/lib/http/problem'
import { signedIn } from '@/lib/http/session'
import { bundleFile } from '@/lib/queries/bundle'
import { packetFile } from '@/lib/queries/packets'
import { notFound, Refusal } from '@/lib/verbs/refusal'

interface Route {
  params: Promise<{ program: string; file: string }>
}

/** `12.json`: the very bytes of a sealed packet; `12.bundle.json`: what proves its decision, for `signalbox verify`. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { program, file } = await params
    const [, id, bundle] = /^(\d{1,9})(\.bundle)?\.json$/.exec(file) ?? []
    if (id === undefined) throw notFound('packet')
    const read = bundle === undefined ? packetFile : bundleFile
    const { name, body } = await read(appContext(), actor, program, Number(id))
    return new Response(new Uint8Array(body), {
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
