import type { Metadata } from 'next'
import { RiskView } from '@/components/risks/risk-view'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { risk } from '@/lib/queries/risk'
import { changeRisk } from '../actions'

interface Props {
  params: Promise<{ program: string; risk: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).risk }
}

export default async function RiskPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program, risk: key } = await params
  const query = await searchParams
  const found = await shown(risk(context, actor, program, key))
  const about = one(query.about)
  return (
    <RiskView
      risk={found}
      act={one(query.act)}
      about={about === null ? null : Number(about)}
      change={changeRisk.bind(null, program, key)}
    />
  )
}
