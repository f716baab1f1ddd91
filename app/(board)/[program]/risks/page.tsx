import type { Metadata } from 'next'
import { Register } from '@/components/risks/register'
import { shown, viewer } from '@/lib/http/page'
import { riskQuery } from '@/lib/http/risk-query'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { risks } from '@/lib/queries/risks'

export const metadata: Metadata = { title: 'Risks' }

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function RisksPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const filter = riskQuery(query)
  const register = await shown(risks(context, actor, program, filter))
  return <Register risks={register} filter={filter} columns={one(query.columns)} />
}
