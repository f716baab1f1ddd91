import type { Metadata } from 'next'
import { Board } from '@/components/scoreboard/board'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { scoreboard } from '@/lib/queries/scoreboard'

export const metadata: Metadata = { title: 'Scoreboard' }

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<{ window?: string; why?: string }>
}

export default async function ScoreboardPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const { window, why } = await searchParams
  const [board, frame] = await Promise.all([
    shown(scoreboard(context, actor, program, window ?? null)),
    shown(boardFrame(context, actor, program)),
  ])
  return <Board board={board} frame={frame} why={why ?? null} chosen={window ?? null} />
}
