import { allowOnly, openRoute } from '@/lib/http/api'
import { newestCheckpoint } from '@/lib/queries/register/proofs'

export const dynamic = 'force-dynamic'

export const GET = openRoute((context) => newestCheckpoint(context))

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
