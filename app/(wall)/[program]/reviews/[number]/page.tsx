import type { Metadata } from 'next'
import { Board } from '@/components/review/board'
import { shown, viewer } from '@/lib/http/page'
import { reviewNumber } from '@/lib/http/review-acts'
import { reviewRoom } from '@/lib/queries/review-room'
import './wall.css'

export const metadata: Metadata = { title: 'Board' }

interface Props {
  params: Promise<{ program: string; number: string }>
}

/** Board mode stands alone: no rail, no line. */
export default async function ReviewPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program, number } = await params
  const room = await shown(readRoom())
  return <Board room={room} base={`/${program}/reviews/${room.number}`} />

  async function readRoom() {
    return reviewRoom(context, actor, program, reviewNumber(number))
  }
}
