import type { Metadata } from 'next'
import { GateView } from '@/components/gates/gate-view'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { gatePage } from '@/lib/queries/gate-page'
import { speakToGate } from './actions'

interface Props {
  params: Promise<{ program: string; phase: string; side: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { phase, side } = await params
  return { title: `Gate ${phase} ${side}` }
}

export default async function GatePage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program, phase, side } = await params
  const query = await searchParams
  const withdraw = one(query.withdraw)
  return (
    <GateView
      program={program}
      page={await shown(gatePage(context, actor, program, phase, side))}
      say={one(query.say)}
      withdraw={withdraw === null ? null : Number(withdraw)}
      act={speakToGate.bind(null, program, phase, side)}
    />
  )
}
