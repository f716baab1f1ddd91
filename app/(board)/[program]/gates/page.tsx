import type { Metadata } from 'next'
import { LadderView } from '@/components/gates/ladder-view'
import { shown, viewer } from '@/lib/http/page'
import { gates } from '@/lib/queries/gates'

export const metadata: Metadata = { title: 'Gates' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function GatesPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  return <LadderView ladder={await shown(gates(context, actor, program))} />
}
