import type { Metadata } from 'next'
import { DecisionList } from '@/components/decisions/decision-list'
import { Live } from '@/components/ui/live'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { decisions } from '@/lib/queries/decisions'
import { mayPropose } from '@/lib/queries/proposal-options'

export const metadata: Metadata = { title: 'Decisions' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function DecisionsPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const [frame, all, may] = await shown(
    Promise.all([
      boardFrame(context, actor, program),
      decisions(context, actor, program),
      mayPropose(context, actor, program),
    ]),
  )
  return (
    <>
      <Live />
      <DecisionList program={program} zone={frame.zone} now={frame.now} decisions={all} mayPropose={may} />
    </>
  )
}
