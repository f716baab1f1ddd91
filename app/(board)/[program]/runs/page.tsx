import type { Metadata } from 'next'
import { RunList } from '@/components/run/run-list'
import { shown, viewer } from '@/lib/http/page'
import { one, pageOf, type SearchParams } from '@/lib/http/sample-query'
import { boardFrame } from '@/lib/queries/board-frame'
import { runs } from '@/lib/queries/runs'

export const metadata: Metadata = { title: 'Runs' }

const PAGE_SIZE = 50

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function RunsPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const filter = {
    ref: one(query.ref),
    gated: one(query.gated) === '1',
    search: one(query.search),
    page: pageOf(query.page),
    size: PAGE_SIZE,
  }
  const [list, frame] = await Promise.all([
    shown(runs(context, actor, program, filter)),
    shown(boardFrame(context, actor, program)),
  ])
  return <RunList program={program} list={list} filter={filter} now={frame.now} zone={frame.zone} />
}
