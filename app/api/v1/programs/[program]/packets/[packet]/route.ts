import { allowOnly, fileRoute } from '@/lib/http/api'
import { download, packetNumber } from '@/lib/http/packet-file'
import { packetFile } from '@/lib/queries/packets'

export const GET = fileRoute<{ program: string; packet: string }>(async ({ params, context, actor }) =>
  download(await packetFile(context, actor, params.program, packetNumber(params.packet))),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
