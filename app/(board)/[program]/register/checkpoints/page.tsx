import type { Metadata } from 'next'
import { CheckpointsView } from '@/components/register/checkpoints-view'
import { RegisterFrame } from '@/components/register/frame'
import { shown, viewer } from '@/lib/http/page'
import { pairQuery } from '@/lib/http/register-query'
import { pageOf, type SearchParams } from '@/lib/http/sample-query'
import { boardFrame } from '@/lib/queries/board-frame'
import { checkpoints, sealing } from '@/lib/queries/register/checkpoints'

export const metadata: Metadata = { title: 'Checkpoints' }

const PAGE_SIZE = 50

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function CheckpointsPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const page = pageOf(query.page)
  const [list, state, { now, zone }] = await Promise.all([
    shown(checkpoints(context, actor, program, { page, size: PAGE_SIZE, pair: pairQuery(query) })),
    shown(sealing(context, actor, program)),
    shown(boardFrame(context, actor, program)),
  ])
  return (
    <RegisterFrame program={program} tab="checkpoints" sealing={state} now={now} zone={zone}>
      <CheckpointsView program={program} list={list} page={page} now={now} zone={zone} />
    </RegisterFrame>
  )
}
