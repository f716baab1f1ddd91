import { allowOnly, fileRoute } from '@/lib/http/api'
import { download, packetNumber } from '@/lib/http/packet-file'
import { bundleFile } from '@/lib/queries/bundle'

export const GET = fileRoute<{ program: string; packet: string }>(async ({ params, context, actor }) =>
  download(await bundleFile(context, actor, params.program, packetNumber(params.packet))),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
