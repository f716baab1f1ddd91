import type { Metadata } from 'next'
import { ReviewList } from '@/components/review/review-list'
import { shown, viewer } from '@/lib/http/page'
import { reviewList } from '@/lib/queries/reviews'
import { followUp, start } from './actions'

export const metadata: Metadata = { title: 'Board' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function ReviewsPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const list = await shown(reviewList(context, actor, program))
  return <ReviewList list={list} start={start.bind(null, program)} followUp={followUp.bind(null, program)} />
}
