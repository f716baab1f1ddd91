import type { Metadata } from 'next'
import { DefectsView } from '@/components/defects/defects-view'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { defects } from '@/lib/queries/defects'
import { changeDefects } from './actions'

export const metadata: Metadata = { title: 'Defects' }

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function DefectsPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  return (
    <DefectsView
      list={await shown(defects(context, actor, program))}
      open={one(query.do)}
      chosen={one(query.defect)}
      change={changeDefects.bind(null, program)}
    />
  )
}
