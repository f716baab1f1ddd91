import { env } from '@/lib/env'
import { allowOnly, json } from '@/lib/http/api'
import { openApiDocument } from '@/lib/http/openapi'

export const dynamic = 'force-dynamic'

export const GET = (): Response => json(200, openApiDocument(env().SIGNALBOX_UPLOADS_PER_MINUTE))

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
