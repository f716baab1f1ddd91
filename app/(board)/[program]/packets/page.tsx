import type { Metadata } from 'next'
import { PacketList } from '@/components/decisions/packet-list'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { packets } from '@/lib/queries/packets'

export const metadata: Metadata = { title: 'Packets' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function PacketsPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const [frame, all] = await shown(Promise.all([boardFrame(context, actor, program), packets(context, actor, program)]))
  return <PacketList program={program} zone={frame.zone} packets={all} />
}
