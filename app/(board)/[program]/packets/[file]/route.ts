import { appContext } from '@/lib/db/app-context'
import { download, packetNumber } from '@/lib/http/packet-file'
import { problemFrom } from '@/lib/http/problem'
import { signedIn } from '@/lib/http/session'
import { bundleFile } from '@/lib/queries/bundle'
import { packetFile } from '@/lib/queries/packets'
import { Refusal } from '@/lib/verbs/refusal'

interface Route {
  params: Promise<{ program: string; file: string }>
}

/** `12.json`: the very bytes of a sealed packet; `12.bundle.json`: what proves its decision, for `signalbox verify`. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { program, file } = await params
    const [, id, bundle] = /^(\d+)(\.bundle)?\.json$/.exec(file) ?? []
    const read = bundle === undefined ? packetFile : bundleFile
    return download(await read(appContext(), actor, program, packetNumber(id ?? '')))
  } catch (error) {
    return problemFrom(error)
  }
}
