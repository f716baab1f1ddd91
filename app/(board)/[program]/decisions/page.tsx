import type { Metadata } from 'next'
import { DecisionList } from '@/components/decisions/decision-list'
import { StandingSection } from '@/components/decisions/standing-section'
import { Live } from '@/components/ui/live'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { decisions } from '@/lib/queries/decisions'
import { proposing } from '@/lib/queries/proposing'
import { standing } from '@/lib/queries/standing'
import { endStanding } from './actions'

export const metadata: Metadata = { title: 'Decisions' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function DecisionsPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const [frame, all, { may }, stands] = await shown(
    Promise.all([
      boardFrame(context, actor, program),
      decisions(context, actor, program),
      proposing(context, actor, program),
      standing(context, actor, program),
    ]),
  )
  const { zone, now } = frame
  return (
    <>
      <Live />
      <DecisionList program={program} zone={zone} now={now} decisions={all} mayPropose={may}>
        <StandingSection
          program={program}
          zone={zone}
          now={now}
          standing={stands}
          end={may ? endStanding.bind(null, program) : null}
        />
      </DecisionList>
    </>
  )
}
