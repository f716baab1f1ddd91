import type { Metadata } from 'next'
import { MetricView } from '@/components/metric/metric-view'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams, sampleQuery } from '@/lib/http/sample-query'
import { metricPage } from '@/lib/queries/metric'
import { samples } from '@/lib/queries/samples'

const PAGE_SIZE = 50

interface Props {
  params: Promise<{ program: string; metric: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).metric }
}

export default async function MetricPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program, metric } = await params
  const query = await searchParams
  const page = await shown(metricPage(context, actor, program, metric, one(query.series)))
  const { filter, page: cut } = sampleQuery(
    query,
    page.definition.measures.map((measure) => measure.id),
    PAGE_SIZE,
  )
  const table = await shown(samples(context, actor, program, filter, cut))
  return <MetricView page={page} samples={table} filter={filter} cut={cut} />
}
