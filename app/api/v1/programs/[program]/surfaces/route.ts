import { allowOnly, apiRoute } from '@/lib/http/api'
import { surfaces } from '@/lib/queries/surfaces'

export const GET = apiRoute<{ program: string }>(200, ({ params, context, actor }) =>
  surfaces(context, actor, params.program),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
