import { actorId } from '@/lib/auth/actor'
import { allowOnly, apiRoute } from '@/lib/http/api'
import { idempotencyKey, readJsonBytes } from '@/lib/http/body'
import { limitUploads } from '@/lib/http/rate'
import { acceptUpload } from '@/lib/verbs/upload/accept'

export const POST = apiRoute<{ program: string }>(201, async ({ request, params, context, actor }) => {
  limitUploads(actorId(actor))
  const bytes = await readJsonBytes(request)
  return acceptUpload(context, actor, { program: params.program, key: idempotencyKey(request), bytes })
})

export const { GET, PUT, PATCH, DELETE } = allowOnly('POST')
