import { allowOnly, apiRoute } from '@/lib/http/api'
import { gate } from '@/lib/queries/gates'

export const GET = apiRoute<{ program: string; phase: string; side: string }>(200, ({ params, context, actor }) =>
  gate(context, actor, params.program, params.phase, params.side),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
