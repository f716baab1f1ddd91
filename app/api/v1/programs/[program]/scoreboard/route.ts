import { allowOnly, apiRoute } from '@/lib/http/api'
import { scoreboard } from '@/lib/queries/scoreboard'

export const GET = apiRoute<{ program: string }>(200, ({ request, params, context, actor }) =>
  scoreboard(context, actor, params.program, new URL(request.url).searchParams.get('window')),
)

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
