import { allowOnly, apiRoute } from '@/lib/http/api'
import { riskList } from '@/lib/queries/risk-list'

export const GET = apiRoute<{ program: string }>(200, ({ params, context, actor }) =>
  riskList(context, actor, params.program),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
