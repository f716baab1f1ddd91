import { allowOnly, openRoute } from '@/lib/http/api'
import { consistencyQuery } from '@/lib/http/register-query'
import { consistencyProof } from '@/lib/queries/register/proofs'

export const GET = openRoute((context, query) => {
  const { from, to } = consistencyQuery(query)
  return consistencyProof(context, from, to)
})

export const { POST, PUT, PATCH, DELETE } = allowOnly('GET')
