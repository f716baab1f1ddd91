import type { Metadata } from 'next'
import { RunView } from '@/components/run/run-view'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { run } from '@/lib/queries/runs'

interface Props {
  params: Promise<{ program: string; run: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Run ${(await params).run}` }
}

export default async function RunPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program, run: number } = await params
  const [found, frame] = await Promise.all([
    shown(run(context, actor, program, Number(number))),
    shown(boardFrame(context, actor, program)),
  ])
  return <RunView program={program} run={found} zone={frame.zone} />
}
