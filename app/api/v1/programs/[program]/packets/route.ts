import { allowOnly, apiRoute } from '@/lib/http/api'
import { packets } from '@/lib/queries/packets'

export const GET = apiRoute<{ program: string }>(200, async ({ params, context, actor }) => ({
  packets: await packets(context, actor, params.program),
}))

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
