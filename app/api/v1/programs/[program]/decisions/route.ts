import { allowOnly, apiRoute } from '@/lib/http/api'
import { decisions } from '@/lib/queries/decisions'

export const GET = apiRoute<{ program: string }>(200, async ({ params, context, actor }) => ({
  decisions: await decisions(context, actor, params.program),
}))

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
