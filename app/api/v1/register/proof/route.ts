import { allowOnly, openRoute } from '@/lib/http/api'
import { proofQuery } from '@/lib/http/register-query'
import { entryProof } from '@/lib/queries/register/proofs'

export const GET = openRoute((context, query) => entryProof(context, proofQuery(query)))

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
