import { allowOnly, apiRoute } from '@/lib/http/api'
import { incidents } from '@/lib/queries/incidents'

export const GET = apiRoute<{ program: string }>(200, ({ params, context, actor }) =>
  incidents(context, actor, params.program),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
